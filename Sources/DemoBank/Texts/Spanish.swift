// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension BankTexts {
    static let spanish = BankTexts(
        frame: Frame(
            skip: "Ir al contenido", cards: "Tarjetas", activity: "Actividad", profile: "Perfil",
            signIn: "Iniciar sesión", signOut: "Cerrar sesión",
            notice: "Una demostración. El banco, sus clientes y sus tarjetas son inventados; no se mueve dinero.",
            back: "Volver", cancel: "Cancelar"),
        signIn: SignIn(
            title: "Bienvenido a Harbour Bank",
            lead: "Inicie sesión para ver sus tarjetas y añadirlas a Click to Pay.",
            goOn: "Inicie sesión para continuar. Después verá lo que buscaba.", userName: "Usuario",
            password: "Contraseña", submit: "Iniciar sesión",
            refused: "El usuario y la contraseña no se corresponden.", people: "Clientes de ejemplo",
            peopleLead: "Inicie sesión como cualquiera de ellos. Todos tienen la misma contraseña:",
            person: "Cliente", what: "Qué se ve", everyday: "Una tarjeta de crédito, una de débito y una virtual",
            outcomes: "Una tarjeta para cada resultado posible"),
        cards: CardList(
            greeting: { "Hola, \($0)" }, lead: "Sus tarjetas en Harbour Bank", credit: "Tarjeta de crédito",
            debit: "Tarjeta de débito", virtual: "Tarjeta virtual", ending: { "Tarjeta terminada en \($0)" },
            unseen: "Solo el procesador de tarjetas conoce su número.",
            notMade: "Estamos preparando esta tarjeta. Vuelva a mirar en un momento.",
            notAdded: "No está en Click to Pay", processing: "En proceso", active: "En Click to Pay",
            suspended: "Suspendida", needsAuthentication: "Falta su confirmación", declined: "No es posible",
            elsewhere: "Ya está en Click to Pay", ineligible: "No disponible para Click to Pay",
            pitch: { "Con \($0) paga en línea sin escribir el número de su tarjeta." },
            add: { "Añadir a \($0)" }, manage: "Gestionar", look: "Ver cómo va",
            authenticate: "Confirmar que es usted",
            unreachable: "Ahora no podemos contactar con Click to Pay. Lo que ve puede no estar al día."),
        offer: Offer(
            title: { "Añadir esta tarjeta a \($0)" },
            lead: { "Con la tarjeta en \($0) la elige al pagar y listo: sin números ni formularios." },
            shared: "Qué compartimos",
            sharedLead: { "Enviamos estos datos cifrados a \($0) para que no tenga que escribirlos." },
            name: "Nombre", email: "Correo electrónico", mobile: "Móvil", address: "Dirección de facturación",
            card: "Tarjeta", cardText: { "Número terminado en \($0) y fecha de caducidad" },
            go: "Continuar en Click to Pay",
            goText: { "Le llevamos a \($0). Cuando termine allí, volverá aquí." },
            goButton: { "Continuar a \($0)" }, here: "Quedarse en Harbour Bank",
            hereText: "Añadimos la tarjeta por usted, sin salir de aquí.", terms: { "Acepto las \($0)." },
            termsLink: "condiciones de uso de Click to Pay", privacy: { "He leído el \($0)." },
            privacyLink: "aviso de privacidad de Click to Pay", tick: "Marque esta casilla para continuar.",
            hereButton: "Añadir aquí sin salir del banco", notNow: "Ahora no"),
        results: Results(
            added: Result(
                title: "Su tarjeta está en Click to Pay",
                text: "Desde ahora puede elegirla donde vea el símbolo de Click to Pay.", word: "Añadida"),
            processing: Result(
                title: "En proceso",
                text: "Click to Pay dice que su tarjeta se ha añadido. Esperamos su confirmación.",
                word: "En proceso"),
            stillProcessing: Result(
                title: "Está tardando más de lo normal",
                text: "Aún no tenemos confirmación. No tiene que hacer nada; vuelva a mirar más tarde.",
                word: "En proceso"),
            duplicate: Result(
                title: "Su tarjeta ya estaba en Click to Pay",
                text: "No hacía falta nada: puede usarla al pagar.", word: "Ya estaba"),
            cancelled: Result(
                title: "No ha añadido la tarjeta",
                text: "Salió antes de terminar y nada ha cambiado. Puede volver a intentarlo cuando quiera.",
                word: "Cancelado"),
            declined: Result(
                title: "Esta tarjeta no se puede añadir",
                text: "Su tarjeta funciona como antes. Si tiene preguntas, llámenos.", word: "No es posible"),
            authenticate: Result(
                title: "Un paso más: confirme que es usted",
                text: "Su tarjeta está en Click to Pay, pero aún sin activar. Escriba su contraseña para activarla.",
                word: "Falta su confirmación"),
            failed: Result(
                title: "No ha funcionado", text: "Algo ha fallado por el camino. Inténtelo de nuevo.",
                word: "No funcionó"),
            waiting: Result(
                title: "Esperando a Click to Pay",
                text: "Empezó a añadir esta tarjeta y aún no ha vuelto. Si lo dejó, empiece de nuevo.",
                word: "Empezado"),
            unknown: Result(
                title: "No sabemos cómo terminó",
                text: "No volvió de Click to Pay o no nos llegó respuesta. Mire la tarjeta o inténtelo de nuevo.",
                word: "Se desconoce"),
            refused: Result(
                title: "No podemos usar este enlace",
                text: "No corresponde a nada que empezara aquí. Nada ha cambiado.", word: "Rechazado"),
            password: "Su contraseña", confirm: "Confirmar y activar",
            wrongPassword: "Esa no es su contraseña. Inténtelo de nuevo.",
            notActivated: "No se ha podido activar la tarjeta. Inténtelo más tarde.", toCards: "A mis tarjetas",
            again: "Intentar de nuevo", lookAgain: "Mirar de nuevo", manage: "Gestionar esta tarjeta"),
        manage: Manage(
            state: "Estado", token: "Representa a la tarjeta", tokenText: { "Número terminado en \($0)" },
            expires: "La tarjeta caduca", asOf: "Actualizado", suspend: "Suspender en Click to Pay",
            suspendText: "Mientras esté suspendida nadie puede pagar con ella por Click to Pay. "
                + "La tarjeta sigue funcionando.",
            resume: "Reanudar", remove: "Quitar de Click to Pay", removeTitle: "¿Quitar esta tarjeta de Click to Pay?",
            removeText:
                "Desaparece de Click to Pay al momento. La tarjeta sigue funcionando y puede añadirla otra vez.",
            removeConfirm: "Quitar", keep: "Conservarla",
            elsewhereText: "Esta tarjeta llegó a Click to Pay por otro camino. La gestiona en Click to Pay.",
            suspended: "La tarjeta está suspendida en Click to Pay.", resumed: "La tarjeta vuelve a poder usarse.",
            removed: "La tarjeta ya no está en Click to Pay.",
            failed: "No ha funcionado. Nada ha cambiado; inténtelo de nuevo."),
        profile: Profile(
            title: "Su perfil", lead: "Esto es lo que sabemos de usted y lo que podemos compartir con Click to Pay.",
            language: "Idioma", activityTitle: "Actividad de Click to Pay",
            activityEmpty: "Aún no ha añadido ninguna tarjeta a Click to Pay.", when: "Cuándo", card: "Tarjeta",
            result: "Resultado"),
        activation: Activation(
            title: "Confirme su tarjeta para Click to Pay",
            text: "Click to Pay nos pide comprobar que es usted. Escriba su contraseña para activar la tarjeta.",
            done: "Su tarjeta está activada.", nothing: "Ninguna tarjeta espera su confirmación.",
            goOn: "Volver a Click to Pay"),
        faults: Faults(
            notFound: Result(
                title: "Aquí no hay nada", text: "La dirección no es correcta, o lo que había ya no está.",
                word: "No encontrado"),
            foreign: Result(
                title: "No podemos aceptar este formulario",
                text: "No se envió desde una página de este banco. Vuelva a sus tarjetas y empiece allí.",
                word: "Rechazado"),
            malformed: Result(
                title: "No podemos leer esto", text: "Vuelva atrás e inténtelo de nuevo.", word: "Rechazado"),
            unreachable: Result(
                title: "No podemos contactar con Click to Pay",
                text: "Nada ha cambiado. Inténtelo de nuevo en unos minutos.", word: "Sin contacto"),
            inside: Result(
                title: "Algo falla por nuestra parte", text: "Inténtelo de nuevo en unos minutos.",
                word: "No funcionó")))
}
