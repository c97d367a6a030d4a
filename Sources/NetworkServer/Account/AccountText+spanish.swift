// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension AccountText {
    private static let months = [
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
        "diciembre",
    ]

    static let spanish = AccountText(
        frame: Frame(
            account: "Su cuenta de Click to Pay", cards: "Tarjetas", browsers: "Navegadores", data: "Mis datos",
            signOut: "Cerrar sesión", date: { "\($2) de \(months[$1 - 1]) de \($0)" }),
        signIn: SignIn(
            title: "Sus tarjetas en Click to Pay",
            lead: "Vea sus tarjetas, retire una y vea qué se guarda de usted. Se entra con un código.",
            label: "Correo electrónico o teléfono móvil",
            hint: "Un número con su prefijo, como +34\u{A0}612\u{A0}34\u{A0}56\u{A0}78.",
            fault: "Escriba un correo electrónico, o un móvil con el prefijo de su país.",
            unknown: "Click to Pay no conoce este correo o número. Revíselo, o use otro de los suyos.",
            tooSoon: { "Acabamos de enviar un código. Podrá pedir otro dentro de \($0) segundos." },
            blocked: "Esta cuenta no se puede usar en este momento. Su banco puede decirle más.",
            tooMany: "Han sido demasiadas veces. Espere un momento y vuelva a intentarlo.",
            wrong: "Ese no es el código. Revíselo, o pida otro.",
            void: "Se ha intentado demasiadas veces. Pida otro código.",
            tooLate: "Este código ha caducado. Pida otro.", other: "Usar otro correo o número",
            again: ("¿Sigue siendo usted?", { "Antes de seguir, enviamos un código a \($0)." })),
        notes: Notes(
            signedOut: "Ha cerrado la sesión.",
            ended: "La sesión se cerró porque no pasó nada durante un rato. Vuelva a entrar.",
            removed: "La tarjeta ya no está en Click to Pay.", added: "Añadida. Ya está entre sus tarjetas.",
            forgotten: "El navegador está olvidado.", forgottenAll: "Todos los navegadores están olvidados.",
            addressRemoved: "La dirección se ha eliminado.",
            stale: "Algo había cambiado entretanto, así que no se hizo nada. Así está ahora."),
        cards: Cards(
            title: "Sus tarjetas", lead: { "Ha entrado como \($0)" },
            none: Message(
                "Aún no hay tarjetas",
                "Su banco puede añadirlas, o puede añadir una usted la próxima vez que pague con Click to Pay."),
            ready: Message("Lista", "Pague con ella donde vea Click to Pay."),
            pending: Message("Falta un paso", "La próxima vez que pague con ella, confirmará que es suya."),
            pendingAddress: "La próxima vez que pague con ella, se le pedirá la dirección de facturación.",
            suspended: Message("Detenida por el banco", "No se puede usar. Su banco puede decirle por qué."),
            expired: Message("Caducada", "Ya no se puede usar. Puede retirarla."), expires: "Caduca",
            remove: "Retirar", removeNamed: { "Retirar la tarjeta terminada en \($0)" }),
        claims: Claims(
            title: "Le están esperando",
            lead: "Su banco le ha preparado esto. Añádalo y podrá pagar con ello.", cards: "¿Qué tarjetas?",
            add: "Añadir a mis tarjetas", choose: "Elija una tarjeta.",
            declined: "Su banco no lo ha autorizado. Él puede decirle más.",
            ineligible: "Esta tarjeta no se puede usar aquí.", failed: "No ha funcionado. Inténtelo más tarde."),
        removal: Removal(
            title: "¿Retirar esta tarjeta?",
            lead: "Ya no se podrá usar con Click to Pay, y se avisa a su banco. La tarjeta en sí sigue igual.",
            confirm: "Retirarla", keep: "Conservarla"),
        browsers: Browsers(
            title: "Navegadores recordados",
            lead: "En estos navegadores no se le pide un código. Olvide los que no sean suyos.",
            none: "No se recuerda ningún navegador. Se le pide un código cada vez.", here: "Su cuenta de Click to Pay",
            adding: "Click to Pay, añadir tarjetas", shop: "Una tienda", since: { "Recordado desde el \($0)" },
            this: "Este navegador", forget: "Olvidar", forgetNamed: { "Olvidar el navegador de \($0)" },
            forgetAll: "Olvidar todos los navegadores", code: "Se le pide un código antes de olvidar un navegador."),
        data: Data(
            title: "Qué se guarda de usted",
            lead: "Se guarda cifrado. Solo ve una parte, para que nadie lo lea por encima de su hombro.",
            none: "Nada, salvo las tarjetas que le esperan.", at: { "De \($0)" }, name: "Nombre",
            email: "Correo electrónico", mobile: "Teléfono móvil", country: "País", language: "Idioma",
            since: "Desde el", consents: "Lo que ha aceptado", terms: "Condiciones de uso",
            privacy: "Aviso de privacidad", cookies: "Cookies", location: "Uso de su ubicación",
            messages: "Mensajes de su banco", storage: "Guardar su dirección en su banco",
            rememberMe: "Recordar un navegador", version: { "versión \($0)" }, addresses: "Direcciones",
            billing: { "Dirección de facturación de la tarjeta terminada en \($0)" }, shipping: "Dirección de envío",
            typed: "La escribió al pagar.", given: "La dio su banco.", removeAddress: "Eliminar la dirección",
            leave: Message("Dejar Click to Pay", "Puede pedir que se borre su perfil cuando quiera.")),
        leaving: Leaving(
            title: "¿Dejar Click to Pay?",
            points: [
                "Se borra su perfil, con todas sus tarjetas y direcciones.",
                "Las tiendas ya no le conocen, y todos los navegadores quedan olvidados.",
                "Se avisa a su banco. Sus tarjetas y sus compras siguen igual.",
            ],
            back: "Puede volver cuando quiera, pero lo borrado no se recupera.", confirm: "Borrar mi perfil",
            stay: "Quedarme",
            left: Message("Ha dejado Click to Pay", "Su perfil está borrado y la sesión cerrada."),
            blocked: "Un perfil bloqueado sigue ahí. Su banco puede decirle más."),
        refusals: Refusals(
            gone: Message(
                "Ya no está en Click to Pay",
                "Su perfil se borró. Su banco puede volver a añadir sus tarjetas, o puede añadir una usted al pagar."),
            inaccessible: Message("Esta cuenta no se puede usar", "Está detenida. Su banco puede decirle más."),
            missing: Message("Esta página no existe", "Quizá la tarjeta ya no esté."),
            failed: Message("No ha funcionado", "Inténtelo de nuevo dentro de un momento.")))
}
