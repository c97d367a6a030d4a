// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension ProvisionText {
    static let spanish = ProvisionText(
        frame: Frame(
            skip: "Ir al contenido", terms: "Condiciones de uso", privacy: "Aviso de privacidad",
            cancel: "Cancelar", change: "Cambiar mis datos", backTo: { "Volver a \($0)" },
            step: { "Paso \($0) de \($1)" },
            card: { "Tarjeta terminada en \($0)" }),
        details: Details(
            title: "Añada su tarjeta a Click to Pay",
            lead: { "Viene de \($0). Compruebe sus datos y pague en línea sin volver a escribir el número." },
            firstName: "Nombre", lastName: "Apellidos", email: "Correo electrónico",
            emailHint: "Las tiendas le reconocen por él.", dialCode: "Prefijo del país", mobile: "Teléfono móvil",
            nameFault: "Escriba un nombre de 50 caracteres como máximo.",
            emailFault: "Escriba un correo como nombre@example.com.",
            dialCodeFault: "Escriba el prefijo de un país, como +34.",
            mobileFault: "Escriba un número de móvil de ese país.", next: "Continuar"),
        code: Code(
            choose: Message("Confirme que es usted", "Enviamos un código de seis cifras. ¿Adónde?"),
            byEmail: "Correo a", byMessage: "Mensaje de texto a", send: "Enviar el código",
            enterTitle: "Escriba su código", enterLead: { "Lo enviamos a \($0)." },
            label: "Código de seis cifras", formFault: "El código tiene seis cifras.",
            wrong: { "Ese no es el código. \($0 == 1 ? "Queda un intento." : "Quedan \($0) intentos.")" },
            confirm: "Confirmar", again: "Enviar otro código",
            tooSoon: "Hay un código en camino. Podrá pedir otro dentro de un momento.",
            failed: "No se pudo enviar el código. Pruebe la otra vía, o la misma dentro de un minuto.",
            noChannel: "Estos datos no van juntos. Revíselos e inténtelo de nuevo."),
        consent: Consent(
            title: "¿Añadir esta tarjeta?", known: { "Se añade a su perfil de Click to Pay \($0)." },
            new: "Se crea un perfil de Click to Pay para usted.", notMe: "No soy yo",
            accept: ("Acepto las ", " y he leído el ", "."),
            acceptFault: "Click to Pay necesita su acuerdo para seguir.", remember: "Recordarme en este navegador",
            rememberHint: "La próxima vez no le pediremos un código. No lo marque en un dispositivo compartido.",
            add: "Añadir la tarjeta"),
        activation: Activation(
            title: "Un paso más en su banco",
            lead: { "\($0) quiere asegurarse de que es usted. Confírmelo allí y vuelva a esta página." },
            app: "Abrir la aplicación del banco", website: "Ir al sitio del banco", done: "Ya lo he confirmado",
            waiting: "Su banco aún no lo ha confirmado. Inténtelo dentro de un momento.",
            later: "Ahora no"),
        results: Results(
            approved: Message("Su tarjeta está lista", "Puede pagar con Click to Pay donde lo vea."),
            duplicate: Message("Esta tarjeta ya está en Click to Pay", "No hay nada más que hacer."),
            declined: Message("No se pudo añadir la tarjeta", "Su banco no lo ha autorizado. Él puede decirle más."),
            cancelled: Message("Salió antes de añadir la tarjeta", "Puede empezar de nuevo en su banco cuando quiera."),
            authenticate: Message(
                "Su banco tiene que confirmarlo",
                "La tarjeta está añadida y podrá usarla cuando su banco lo confirme."),
            error: Message("No ha funcionado", "La tarjeta no se añadió. Empiece de nuevo en su banco.")),
        refusals: Refusals(
            link: Message("Este enlace no funciona", "No ha cambiado nada. Empiece de nuevo en su banco."),
            callback: Message(
                "Este enlace lleva a un lugar desconocido",
                "Por su seguridad no lo seguimos. Empiece de nuevo en su banco."),
            receipt: Message("No conocemos este enlace", "Quizá sea demasiado antiguo. Empiece de nuevo en su banco."),
            expired: Message("Este enlace ha caducado", "Valía unos minutos. Empiece de nuevo en su banco."),
            used: Message("Este enlace ya se usó", "Cada enlace sirve una vez. Empiece de nuevo en su banco."),
            cancelled: Message("Este enlace se abandonó", "Empiece de nuevo en su banco."),
            several: Message("Las tarjetas, de una en una", "Este enlace nombra varias. Empiece de nuevo con una."),
            lost: Message(
                "Esta página ya no está abierta",
                "Se cerró o se abrió en otro navegador. Empiece de nuevo en su banco."),
            form: Message("No se pudo leer el formulario", "Vuelva atrás y envíelo desde la propia página."),
            busy: Message("Hay demasiada gente en este momento", "Inténtelo de nuevo dentro de un momento."),
            developers: "Para desarrolladores"))
}
