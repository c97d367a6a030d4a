// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension ShopTexts {
    static let arabic = ShopTexts(
        frame: arabicFrame,
        goods: arabicGoods,
        basket: arabicBasket,
        checkout: arabicCheckout,
        preferences: arabicPreferences,
        wallet: arabicWallet,
        newCard: arabicNewCard,
        problems: arabicProblems,
        orders: arabicOrders,
        faults: arabicFaults)

    private static let arabicFrame = Frame(
        skip: "تخطَّ إلى المحتوى",
        plants: "النباتات",
        basket: "السلة",
        orders: "الطلبات",
        account: "حسابك في Click to Pay",
        notice: "عرض توضيحي: لا شيء يُباع أو يُرسل، ولا مال يتحرك.")

    private static let arabicGoods = Goods(
        title: "نباتات تسامحك",
        lead: "ثلاث تنمو في أي بيت، في صندوق يمر من الباب.",
        add: "أضف إلى السلة",
        fern: Plant(name: "سرخس بوسطن", text: "سعف متدلٍّ لحمّام مضيء."),
        monstera: Plant(name: "مونستيرا", text: "أوراق مشقوقة وعناية سهلة."),
        olive: Plant(name: "شجرة زيتون", text: "ثمانون سنتيمترًا من الجنوب لشرفتك."))

    private static let arabicBasket = BasketTexts(
        title: "السلة",
        empty: "سلتك فارغة.",
        toPlants: "شاهد النباتات",
        more: "زد واحدًا: {}",
        less: "أنقص واحدًا: {}",
        remove: "أزل {}",
        total: "المجموع",
        delivery: "التوصيل",
        free: "مجاني",
        checkout: "إلى الدفع")

    private static let arabicCheckout = Checkout(
        title: "الدفع",
        summary: "طلبك",
        noScript: "يعمل Click to Pay داخل الصفحة كما في كل متجر يقدمه. اسمح بتشغيل JavaScript لهذه الخطوة.",
        byCard: "الدفع بالبطاقة",
        byCardText: "الدفع بالبطاقة ليس جزءًا من هذا العرض.")

    private static let arabicPreferences = PreferenceTexts(
        title: "ما يطلبه هذا المتجر",
        lead: "غيّره وانظر ماذا يفعل Click to Pay.",
        shipping: "عنوان التوصيل",
        billing: "عنوان الفوترة",
        none: "غير مطلوب",
        full: "مطلوب",
        postal: "الرمز البريدي والبلد",
        confirm: "يؤكَّد الدفع في نافذة Click to Pay",
        locale: "لغة Click to Pay",
        asPage: "كهذه الصفحة",
        declined: "مصرف المتجر يرفض الدفع",
        save: "استخدم هذا")

    private static let arabicWallet = Wallet(
        title: "ادفع عبر Click to Pay",
        looking: "نبحث عن بطاقاتك…",
        lead: "إن كان Click to Pay يعرفك فرمز واحد يفصلك عن بطاقاتك.",
        identity: "البريد الإلكتروني أو رقم الجوال",
        identityHint: "رقم جوال مع رمز البلد، مثل ‎+971 50 123 4567.",
        go: "متابعة",
        enterCard: "أدخل بطاقة بدلًا من ذلك",
        codeTitle: "أدخل الرمز",
        codeLead: "أُرسل إلى {}.",
        code: "الرمز",
        remember: "تذكّرني في هذا المتصفح. لا تحدده على جهاز مشترك.",
        verify: "أظهر بطاقاتي",
        resend: "أرسل رمزًا جديدًا",
        otherChannel: "أرسله إلى {}",
        switchIdentity: "استخدم بريدًا أو رقمًا آخر",
        cardsTitle: "اختر بطاقة",
        signedIn: "الدخول باسم {}",
        notYou: "لست أنت؟",
        pay: "ادفع {}",
        useNew: "استخدم بطاقة أخرى",
        ending: "تنتهي بـ {}",
        expires: "صالحة حتى {}",
        expired: "منتهية",
        suspended: "موقوفة",
        noCards: "لا توجد بطاقة في Click to Pay بعد.",
        claimTitle: "أعدّها مصرفك",
        claimLead: "هذه البطاقة جاهزة لـ Click to Pay. خذها وادفع بها فورًا.",
        claim: "أضف هذه البطاقة",
        claimed: "البطاقة لك الآن.",
        accept: "أوافق على {terms} وقرأت {privacy}.",
        terms: "شروط Click to Pay",
        privacy: "إشعار الخصوصية",
        windowTitle: "تابع في نافذة Click to Pay",
        windowText: "هي مفتوحة بجانب هذه الصفحة. ما تكتبه هناك يذهب إلى Click to Pay لا إلى هذا المتجر.",
        windowShow: "أظهر النافذة",
        finishing: "نُعدّ طلبك…")

    private static let arabicNewCard = NewCard(
        title: "بطاقة جديدة",
        lead: "تُشفَّر في هذه الصفحة: يستطيع Click to Pay قراءتها ولا يستطيع هذا المتجر.",
        number: "رقم البطاقة",
        expiry: "تاريخ الانتهاء",
        expiryHint: "الشهر والسنة، مثل 08/31",
        securityCode: "رمز الأمان",
        name: "الاسم على البطاقة",
        email: "البريد الإلكتروني",
        back: "رجوع")

    private static let arabicProblems = Problems(
        unreachable: "تعذّر الوصول إلى Click to Pay الآن. حاول بعد دقيقة.",
        tooOften: "محاولات كثيرة. انتظر قليلًا.",
        locked: "لا يمكن استخدام هذا الملف الآن. اسأل مصرفك.",
        codeWrong: "هذا ليس الرمز.",
        codeOld: "الرمز قديم. اطلب رمزًا جديدًا.",
        notSent: "تعذّر إرسال الرمز. جرّب طريقة أخرى أو أدخل بطاقة.",
        identity: "هذا ليس بريدًا إلكترونيًا ولا رقم جوال مع رمز البلد.",
        unknown: "لا يعرف Click to Pay هذا بعد. أدخل بطاقة وادفع بها.",
        card: "رقم البطاقة غير صحيح أو لا يقبلها Click to Pay.",
        expiry: "تاريخ الانتهاء غير صحيح أو مضى.",
        securityCode: "رمز الأمان من ثلاثة أو أربعة أرقام.",
        refused: "لم تُقبل البطاقة. استخدم أخرى.",
        terms: "يحتاج Click to Pay إلى موافقتك على ذلك.",
        signedOut: "انتهى دخولك. ابدأ من جديد.",
        window: "لم يفتح المتصفح نافذة. اسمح بها لهذه الصفحة وحاول مجددًا.",
        closed: "أُغلقت النافذة. لم يُدفع شيء.",
        other: "لم ينجح ذلك ({}). لم يُدفع شيء.")

    private static let arabicOrders = Orders(
        title: "الطلبات",
        empty: "لا طلبات في هذا المتصفح بعد.",
        number: "الطلب {}",
        begun: Result(
            title: "بدأ الطلب",
            text: "اكتمل الدفع في الصفحة ولم يُسوَّ بعد.",
            word: "بدأ"),
        unpaid: Result(
            title: "لم يُدفع الطلب",
            text: "تعذّر جلب الدفع. لم يُخصم شيء.",
            word: "غير مدفوع"),
        declined: Result(
            title: "رُفض الدفع",
            text: "قال مصرف المتجر لا. لم يُخصم شيء.",
            word: "مرفوض"),
        authorized: Result(
            title: "شكرًا لك",
            text: "نسقي نباتاتك للرحلة.",
            word: "مدفوع"),
        cancelled: Result(
            title: "أُلغي الطلب",
            text: "سُحب الدفع قبل خصم أي شيء.",
            word: "ملغى"),
        refunded: Result(
            title: "رُدّ المبلغ",
            text: "المبلغ في طريقه إلى البطاقة.",
            word: "مردود"),
        bought: "المشتريات",
        delivery: "يُرسل إلى",
        paid: "دُفع بـ",
        card: "البطاقة",
        token: "الرمز البديل",
        plainCard: "رقم البطاقة",
        expires: "صالحة حتى",
        dynamicData: "البيانات المتغيرة",
        verified: "التحقق",
        byCode: "رمز لمرة واحدة",
        customer: "العميل",
        notGiven: "غير مذكور",
        reports: "ما أُبلغت به الشبكة",
        reportsLead: "يُبلغ المتجر بما آلت إليه كل عملية دفع.",
        reported: "أُبلغت",
        waiting: "لم تُبلغ بعد",
        refusedReport: "لم تُقبل",
        neverAuthorized: "لم تُفوَّض",
        cancel: "ألغِ الطلب",
        refund: "رُدّ المبلغ",
        staff: "لموظفي المتجر")

    private static let arabicFaults = Faults(
        notFound: Result(
            title: "لا توجد صفحة كهذه",
            text: "ربما العنوان قديم.",
            word: ""),
        foreign: Result(
            title: "هذا النموذج من مكان آخر",
            text: "افتح الصفحة من جديد وكرره هناك.",
            word: ""),
        malformed: Result(
            title: "لا يمكن قراءة هذا",
            text: "عد وحاول مجددًا.",
            word: ""),
        unreachable: Result(
            title: "تعذّر الوصول إلى Click to Pay",
            text: "لم يُدفع شيء. حاول بعد دقيقة.",
            word: ""),
        inside: Result(
            title: "حدث خطأ هنا",
            text: "لم يُدفع شيء. حاول مجددًا.",
            word: ""),
        foreignCheckout: Result(
            title: "هذا الدفع ليس لهذه السلة",
            text: "ما جلبته الصفحة ليس دفعًا لهذا الشراء. لم يُدفع شيء.",
            word: ""))
}
