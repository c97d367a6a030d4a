// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension ShopTexts {
    static let spanish = ShopTexts(
        frame: spanishFrame,
        goods: spanishGoods,
        basket: spanishBasket,
        checkout: spanishCheckout,
        preferences: spanishPreferences,
        wallet: spanishWallet,
        newCard: spanishNewCard,
        problems: spanishProblems,
        orders: spanishOrders,
        faults: spanishFaults)

    private static let spanishFrame = Frame(
        skip: "Ir al contenido",
        plants: "Plantas",
        basket: "Cesta",
        orders: "Pedidos",
        account: "Su cuenta de Click to Pay",
        notice: "Una demostración: no se vende ni se envía nada, y no se mueve dinero.")

    private static let spanishGoods = Goods(
        title: "Plantas que perdonan",
        lead: "Tres que crecen en cualquier casa, en una caja que pasa por la puerta.",
        add: "Añadir a la cesta",
        fern: Plant(name: "Helecho de Boston", text: "Frondas arqueadas para un baño luminoso."),
        monstera: Plant(name: "Monstera", text: "Hojas recortadas, fácil de cuidar."),
        olive: Plant(name: "Olivo", text: "Ochenta centímetros de sur para el balcón."))

    private static let spanishBasket = BasketTexts(
        title: "Cesta",
        empty: "Su cesta está vacía.",
        toPlants: "Ver las plantas",
        more: "Uno más: {}",
        less: "Uno menos: {}",
        remove: "Quitar {}",
        total: "Total",
        delivery: "Entrega",
        free: "gratis",
        checkout: "Ir a pagar")

    private static let spanishCheckout = Checkout(
        title: "Pago",
        summary: "Su pedido",
        noScript:
            "Click to Pay funciona en la página, como en toda tienda que lo ofrece. Permita JavaScript para "
            + "este paso.",
        byCard: "Pagar con tarjeta",
        byCardText: "Pagar con tarjeta no forma parte de esta demostración.")

    private static let spanishPreferences = PreferenceTexts(
        title: "Lo que pide esta tienda",
        lead: "Cámbielo y vea qué hace Click to Pay.",
        shipping: "Dirección de entrega",
        billing: "Dirección de facturación",
        none: "no se pide",
        full: "se pide",
        postal: "código postal y país",
        confirm: "El pago se confirma en la ventana de Click to Pay",
        locale: "Idioma de Click to Pay",
        asPage: "como esta página",
        declined: "El banco de la tienda rechaza el pago",
        save: "Usar esto")

    private static let spanishWallet = Wallet(
        title: "Pagar con Click to Pay",
        looking: "Buscando sus tarjetas…",
        lead: "Si Click to Pay le conoce, un código le separa de sus tarjetas.",
        identity: "Correo o número de móvil",
        identityHint: "Un número con su prefijo de país, como +34 612 34 56 78.",
        go: "Continuar",
        enterCard: "Introducir una tarjeta",
        codeTitle: "Introduzca el código",
        codeLead: "Se envió a {}.",
        code: "Código",
        remember: "Recordarme en este navegador. No lo marque en un equipo compartido.",
        verify: "Ver mis tarjetas",
        resend: "Enviar otro código",
        otherChannel: "Enviarlo a {}",
        switchIdentity: "Usar otro correo o número",
        cardsTitle: "Elija una tarjeta",
        signedIn: "Sesión de {}",
        notYou: "¿No es usted?",
        pay: "Pagar {}",
        useNew: "Usar otra tarjeta",
        ending: "terminada en {}",
        expires: "Caduca {}",
        expired: "Caducada",
        suspended: "Suspendida",
        noCards: "Aún no hay ninguna tarjeta en Click to Pay.",
        claimTitle: "Preparada por su banco",
        claimLead: "Esta tarjeta está lista para Click to Pay. Tómela y pague con ella enseguida.",
        claim: "Añadir esta tarjeta",
        claimed: "La tarjeta ya es suya.",
        accept: "Acepto las {terms} y he leído el {privacy}.",
        terms: "condiciones de Click to Pay",
        privacy: "aviso de privacidad",
        windowTitle: "Siga en la ventana de Click to Pay",
        windowText: "Está abierta junto a esta página. Lo que escriba allí va a Click to Pay, no a esta tienda.",
        windowShow: "Mostrar la ventana",
        finishing: "Preparando su pedido…")

    private static let spanishNewCard = NewCard(
        title: "Una tarjeta nueva",
        lead: "Se cifra en esta página: Click to Pay puede leerla, esta tienda no.",
        number: "Número de tarjeta",
        expiry: "Caducidad",
        expiryHint: "Mes y año, como 08/31",
        securityCode: "Código de seguridad",
        name: "Nombre en la tarjeta",
        email: "Correo",
        back: "Volver")

    private static let spanishProblems = Problems(
        unreachable: "No se puede contactar con Click to Pay. Inténtelo dentro de un minuto.",
        tooOften: "Demasiados intentos. Espere un poco.",
        locked: "Este perfil no se puede usar ahora. Pregunte a su banco.",
        codeWrong: "Ese no es el código.",
        codeOld: "El código es demasiado antiguo. Pida otro.",
        notSent: "No se pudo enviar el código. Pruebe otra vía o introduzca una tarjeta.",
        identity: "Eso no es un correo ni un móvil con su prefijo de país.",
        unknown: "Click to Pay aún no lo conoce. Introduzca una tarjeta y pague con ella.",
        card: "Ese número de tarjeta no es correcto, o Click to Pay no la admite.",
        expiry: "La caducidad no es correcta o ya pasó.",
        securityCode: "El código de seguridad tiene tres o cuatro cifras.",
        refused: "La tarjeta no fue aceptada. Use otra.",
        terms: "Click to Pay necesita su conformidad para eso.",
        signedOut: "Su sesión terminó. Empiece de nuevo.",
        window: "El navegador no abrió ninguna ventana. Permítalo en esta página e inténtelo otra vez.",
        closed: "La ventana se cerró. No se pagó nada.",
        other: "No funcionó ({}). No se pagó nada.")

    private static let spanishOrders = Orders(
        title: "Pedidos",
        empty: "Aún no hay pedidos en este navegador.",
        number: "Pedido {}",
        begun: Result(
            title: "Pedido iniciado",
            text: "El proceso terminó; el pago aún no.",
            word: "iniciado"),
        unpaid: Result(
            title: "El pedido no se pagó",
            text: "No se pudo obtener el pago. No se cobró nada.",
            word: "sin pagar"),
        declined: Result(
            title: "El pago fue rechazado",
            text: "El banco de la tienda dijo que no. No se cobró nada.",
            word: "rechazado"),
        authorized: Result(
            title: "Gracias",
            text: "Estamos regando sus plantas para el viaje.",
            word: "pagado"),
        cancelled: Result(
            title: "El pedido está cancelado",
            text: "El pago se retiró antes de cobrar nada.",
            word: "cancelado"),
        refunded: Result(
            title: "El pedido está reembolsado",
            text: "El importe vuelve a la tarjeta.",
            word: "reembolsado"),
        bought: "Comprado",
        delivery: "Se envía a",
        paid: "Pagado con",
        card: "Tarjeta",
        token: "Token",
        plainCard: "Número de tarjeta",
        expires: "Caduca",
        dynamicData: "Datos dinámicos",
        verified: "Verificación",
        byCode: "código de un solo uso",
        customer: "Cliente",
        notGiven: "no indicado",
        reports: "Lo que se dijo a la red",
        reportsLead: "Una tienda dice qué fue de cada pago.",
        reported: "dicho",
        waiting: "aún no dicho",
        refusedReport: "no admitido",
        neverAuthorized: "nunca autorizado",
        cancel: "Cancelar el pedido",
        refund: "Reembolsar el pedido",
        staff: "Para el personal de la tienda")

    private static let spanishFaults = Faults(
        notFound: Result(
            title: "Esta página no existe",
            text: "Puede que la dirección sea antigua.",
            word: ""),
        foreign: Result(
            title: "Este formulario viene de otro sitio",
            text: "Abra la página otra vez y repítalo allí.",
            word: ""),
        malformed: Result(
            title: "Esto no se puede leer",
            text: "Vuelva atrás e inténtelo de nuevo.",
            word: ""),
        unreachable: Result(
            title: "No se puede contactar con Click to Pay",
            text: "No se pagó nada. Inténtelo dentro de un minuto.",
            word: ""),
        inside: Result(
            title: "Algo falló aquí",
            text: "No se pagó nada. Inténtelo de nuevo.",
            word: ""),
        foreignCheckout: Result(
            title: "Este pago no es de esta cesta",
            text: "Lo que trajo la página no es un pago de esta compra. No se pagó nada.",
            word: ""))
}
