// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The different base strings that a request has under a rule, built one at a time: the first is nearly always the
/// right one, and the others are then never needed.
struct SignatureCandidates: Sequence, IteratorProtocol {
    private let method: [UInt8]
    private let origin: PublicOrigin
    private let target: RequestTarget
    private let parameters: SignatureParameters
    private let forms: [BaseStringForm]

    private var nextForm = 0
    /// The forms that were built, reduced to what tells two forms of this request apart.
    private var built: [BaseStringForm] = []
    private var given: [[UInt8]] = []
    private var queryLists: [(form: QueryForm, list: ParameterList?)] = []
    private var headerLists: [(form: HeaderForm, list: ParameterList?)] = []

    init(
        method: [UInt8], origin: PublicOrigin, target: RequestTarget, parameters: SignatureParameters,
        forms: [BaseStringForm]
    ) {
        self.method = method
        self.origin = origin
        self.target = target
        self.parameters = parameters
        self.forms = forms
    }

    mutating func next() -> SignatureBaseString? {
        while nextForm < forms.count {
            let form = forms[nextForm]
            nextForm += 1
            // A plain query reads the same in each form, and so does a header without escapes.
            let reduced = BaseStringForm(
                target.isQueryPlain ? .raw : form.query, parameters.isEscaped ? form.header : .verbatim)
            guard !built.contains(reduced) else { continue }
            built.append(reduced)
            guard let bytes = build(reduced), !given.contains(bytes) else { continue }
            given.append(bytes)
            return SignatureBaseString(form: form, bytes: bytes)
        }
        return nil
    }

    private mutating func build(_ form: BaseStringForm) -> [UInt8]? {
        guard var list = headerList(form.header), let query = queryList(form.query) else { return nil }
        list.append(query)
        list.sort()
        return SignatureBaseString.build(
            method: method, origin: origin.description, path: target.bytes.span.extracting(target.path), sorted: list)
    }

    private mutating func queryList(_ form: QueryForm) -> ParameterList? {
        if let known = queryLists.first(where: { $0.form == form }) { return known.list }
        let list = ParameterList(target, as: form)
        queryLists.append((form, list))
        return list
    }

    private mutating func headerList(_ form: HeaderForm) -> ParameterList? {
        if let known = headerLists.first(where: { $0.form == form }) { return known.list }
        let list = ParameterList(parameters, as: form)
        headerLists.append((form, list))
        return list
    }
}
