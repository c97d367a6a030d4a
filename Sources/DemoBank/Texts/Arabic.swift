// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension BankTexts {
    static let arabic = BankTexts(
        frame: Frame(
            skip: "انتقل إلى المحتوى", cards: "البطاقات", activity: "النشاط", profile: "الملف الشخصي",
            signIn: "تسجيل الدخول", signOut: "تسجيل الخروج",
            notice: "هذا عرض توضيحي. المصرف وعملاؤه وبطاقاتهم من الخيال، ولا تنتقل أي أموال.", back: "رجوع",
            cancel: "إلغاء"),
        signIn: SignIn(
            title: "مرحبًا بك في Harbour Bank", lead: "سجّل الدخول لعرض بطاقاتك وإضافتها إلى Click to Pay.",
            goOn: "سجّل الدخول للمتابعة، وسيظهر بعد ذلك ما جئت من أجله.", userName: "اسم المستخدم",
            password: "كلمة المرور", submit: "تسجيل الدخول", refused: "اسم المستخدم وكلمة المرور غير متطابقين.",
            people: "عملاء للتجربة", peopleLead: "سجّل الدخول باسم أي منهم. كلمة المرور واحدة للجميع:",
            person: "العميل", what: "ما الذي ستراه", everyday: "بطاقة ائتمان وبطاقة خصم وبطاقة افتراضية",
            outcomes: "بطاقة لكل نتيجة ممكنة"),
        cards: CardList(
            greeting: { "مرحبًا \($0)" }, lead: "بطاقاتك لدى Harbour Bank", credit: "بطاقة ائتمان",
            debit: "بطاقة خصم", virtual: "بطاقة افتراضية", ending: { "بطاقة تنتهي بالأرقام \($0)" },
            unseen: "رقمها معروف لدى معالج البطاقات وحده.", notMade: "نجهّز هذه البطاقة الآن. عُد بعد لحظات.",
            notAdded: "ليست في Click to Pay", processing: "قيد المعالجة", active: "في Click to Pay",
            suspended: "موقوفة مؤقتًا", needsAuthentication: "بحاجة إلى تأكيدك", declined: "غير ممكن",
            elsewhere: "موجودة في Click to Pay", ineligible: "غير متاحة في Click to Pay",
            pitch: { "مع \($0) تدفع عبر الإنترنت دون كتابة رقم بطاقتك." }, add: { "أضف إلى \($0)" },
            manage: "إدارة", look: "اطّلع على الحالة", authenticate: "أكّد هويتك",
            unreachable: "لا يمكن الوصول إلى Click to Pay الآن. قد لا تكون المعلومات حديثة."),
        offer: Offer(
            title: { "أضف هذه البطاقة إلى \($0)" },
            lead: { "بعد إضافتها إلى \($0) تختار البطاقة عند الدفع وينتهي الأمر: لا أرقام ولا نماذج." },
            shared: "ما الذي نشاركه", sharedLead: { "نرسل هذه البيانات مشفّرة إلى \($0) كي لا تضطر إلى كتابتها." },
            name: "الاسم", email: "البريد الإلكتروني", mobile: "رقم الجوال", address: "عنوان الفوترة",
            card: "البطاقة", cardText: { "الرقم المنتهي بـ \($0) وتاريخ الانتهاء" }, go: "المتابعة في Click to Pay",
            goText: { "ننقلك إلى \($0)، وعند الانتهاء تعود إلى هنا." }, goButton: { "تابع إلى \($0)" },
            here: "البقاء في Harbour Bank", hereText: "نضيف البطاقة نيابة عنك وأنت هنا.",
            terms: { "أوافق على \($0)." }, termsLink: "شروط استخدام Click to Pay", privacy: { "قرأت \($0)." },
            privacyLink: "إشعار الخصوصية في Click to Pay", tick: "يرجى تحديد هذا المربع للمتابعة.",
            hereButton: "أضفها هنا دون مغادرة المصرف", notNow: "ليس الآن"),
        results: Results(
            added: Result(
                title: "بطاقتك في Click to Pay", text: "يمكنك من الآن اختيارها حيثما رأيت علامة Click to Pay.",
                word: "أُضيفت"),
            processing: Result(
                title: "قيد المعالجة", text: "يفيد Click to Pay بأن بطاقتك أُضيفت. ننتظر التأكيد.",
                word: "قيد المعالجة"),
            stillProcessing: Result(
                title: "يستغرق الأمر أكثر من المعتاد", text: "لم يصلنا تأكيد بعد. لا يلزمك فعل شيء، عُد لاحقًا.",
                word: "قيد المعالجة"),
            duplicate: Result(
                title: "بطاقتك موجودة في Click to Pay من قبل", text: "لم يلزم فعل شيء: يمكنك استخدامها عند الدفع.",
                word: "موجودة من قبل"),
            cancelled: Result(
                title: "لم تُضف البطاقة", text: "غادرت قبل الإتمام ولم يتغير شيء. يمكنك المحاولة متى شئت.",
                word: "أُلغيت"),
            declined: Result(
                title: "لا يمكن إضافة هذه البطاقة", text: "تعمل بطاقتك كما كانت. إن كانت لديك أسئلة فاتصل بنا.",
                word: "غير ممكن"),
            authenticate: Result(
                title: "خطوة أخيرة: أكّد هويتك",
                text: "بطاقتك في Click to Pay لكنها لم تُفعّل بعد. أدخل كلمة المرور لتفعيلها.",
                word: "بحاجة إلى تأكيدك"),
            failed: Result(title: "لم ينجح الأمر", text: "حدث خطأ ما. يرجى المحاولة مرة أخرى.", word: "لم ينجح"),
            waiting: Result(
                title: "في انتظار Click to Pay",
                text: "بدأت إضافة هذه البطاقة ولم تعد بعد. إن كنت قد توقفت فابدأ من جديد.", word: "بدأت"),
            unknown: Result(
                title: "لا نعرف كيف انتهى الأمر",
                text: "لم تعد من Click to Pay أو لم يصلنا رد. انظر إلى البطاقة أو حاول مرة أخرى.",
                word: "غير معروف"),
            refused: Result(
                title: "لا يمكننا استخدام هذا الرابط", text: "لا يعود إلى شيء بدأته هنا. لم يتغير شيء.",
                word: "مرفوض"),
            password: "كلمة المرور", confirm: "أكّد وفعّل", wrongPassword: "كلمة المرور غير صحيحة. حاول مرة أخرى.",
            notActivated: "تعذّر تفعيل البطاقة. يرجى المحاولة لاحقًا.", toCards: "إلى بطاقاتي",
            again: "حاول مرة أخرى", lookAgain: "انظر مرة أخرى", manage: "إدارة هذه البطاقة"),
        manage: Manage(
            state: "الحالة", token: "ينوب عن البطاقة", tokenText: { "رقم ينتهي بـ \($0)" },
            expires: "تنتهي البطاقة في", asOf: "حتى", suspend: "أوقفها مؤقتًا في Click to Pay",
            suspendText: "ما دامت موقوفة لا يستطيع أحد الدفع بها عبر Click to Pay. أما البطاقة نفسها فتعمل.",
            resume: "استأنف", remove: "أزلها من Click to Pay", removeTitle: "هل تريد إزالة البطاقة من Click to Pay؟",
            removeText: "تختفي من Click to Pay فورًا. تظل البطاقة نفسها تعمل، ويمكنك إضافتها لاحقًا.",
            removeConfirm: "إزالة", keep: "احتفظ بها",
            elsewhereText: "أُضيفت هذه البطاقة إلى Click to Pay بطريقة أخرى، وتديرها هناك.",
            suspended: "البطاقة موقوفة مؤقتًا في Click to Pay.", resumed: "يمكن استخدام البطاقة من جديد.",
            removed: "لم تعد البطاقة في Click to Pay.", failed: "لم ينجح الأمر ولم يتغير شيء. حاول مرة أخرى."),
        profile: Profile(
            title: "ملفك الشخصي", lead: "هذا ما نعرفه عنك وما يمكننا مشاركته مع Click to Pay.", language: "اللغة",
            activityTitle: "نشاط Click to Pay", activityEmpty: "لم تُضف أي بطاقة إلى Click to Pay بعد.",
            when: "الوقت", card: "البطاقة", result: "النتيجة"),
        activation: Activation(
            title: "أكّد بطاقتك لـ Click to Pay",
            text: "يطلب منا Click to Pay التأكد من هويتك. أدخل كلمة المرور لتفعيل البطاقة.",
            done: "بطاقتك مفعّلة.", nothing: "لا توجد بطاقة تنتظر تأكيدك.", goOn: "العودة إلى Click to Pay"),
        faults: Faults(
            notFound: Result(
                title: "لا يوجد شيء هنا", text: "العنوان غير صحيح، أو أن ما كان هنا لم يعد موجودًا.",
                word: "غير موجود"),
            foreign: Result(
                title: "لا يمكننا قبول هذا النموذج",
                text: "لم يُرسل من صفحة لهذا المصرف. عُد إلى بطاقاتك وابدأ من هناك.", word: "مرفوض"),
            malformed: Result(
                title: "لا يمكننا قراءة هذا", text: "يرجى العودة والمحاولة مرة أخرى.", word: "مرفوض"),
            unreachable: Result(
                title: "لا يمكن الوصول إلى Click to Pay", text: "لم يتغير شيء. يرجى المحاولة بعد بضع دقائق.",
                word: "تعذّر الوصول"),
            inside: Result(
                title: "حدث خطأ لدينا", text: "يرجى المحاولة بعد بضع دقائق.", word: "لم ينجح")))
}
