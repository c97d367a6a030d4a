// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension CheckoutText {
    static let spanish = CheckoutText(
        terms: Terms(
            title: "Antes de pagar",
            lead: { "Click to Pay necesita una vez su aceptación, para pagar en \($0) y en otras tiendas." },
            next: "Continuar"),
        data: DataForm(
            title: "Falta algo", lead: { "\($0) necesita estos datos para su compra." },
            billing: "Dirección de facturación", shipping: "Dirección de entrega", contact: "Sobre usted",
            name: "Nombre", line1: "Calle y número", line2: "Piso, puerta, edificio (opcional)", city: "Ciudad",
            state: "Estado o región", zip: "Código postal", country: "País", countryHint: "Dos letras, por ejemplo ES.",
            consent: { "Guardar las direcciones en \($0), para no tener que escribirlas otra vez" },
            consentHint: "Si no, se usan solo para esta compra.",
            fault: "Compruebe este dato, por favor.", next: "Continuar"),
        securityCode: SecurityCode(
            title: "El código de seguridad de su tarjeta",
            lead: "Se entrega una sola vez a la tienda y no se guarda en ningún sitio.",
            label: "Tres o cuatro cifras de la tarjeta", fault: "El código tiene de 3 a 6 cifras."),
        confirm: Confirm(
            title: "¿Pagar con esta tarjeta?", lead: { "Está pagando en \($0)." }, pay: "Pagar",
            payAmount: { "Pagar \($0)" }, otherCard: "Usar otra tarjeta", notMe: "No soy yo"),
        results: Results(
            complete: Message("Listo", "Puede cerrar esta ventana: la tienda continúa."),
            cancelled: Message("Ha abandonado el pago", "No se ha cobrado nada. Puede cerrar esta ventana."),
            elsewhere: Message("De vuelta a la tienda", "Allí continúa. Puede cerrar esta ventana."),
            error: Message("No ha funcionado", "No se ha cobrado nada. Elija otra tarjeta en la tienda."),
            lost: Message(
                "Esta ventana ha caducado", "Ha estado abierta demasiado tiempo. Empiece de nuevo en la tienda."),
            form: Message(
                "No se ha podido leer el formulario", "Vuelva atrás y envíelo otra vez desde la propia página."),
            busy: Message("Hay demasiada gente en este momento", "Inténtelo de nuevo en un momento.")))
}
