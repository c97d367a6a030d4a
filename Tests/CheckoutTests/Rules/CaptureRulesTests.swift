// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import Checkout

/// The truth table of checkout 6.2, one test for each row that is about one field.
@Suite("capture rules") struct CaptureRulesTests {
    private func decide(
        requested isRequested: Bool = true, present isPresent: Bool = false, typed: Bool = true,
        delegated isDelegated: Bool,
        consented isConsented: Bool, completed isCompleted: Bool = true
    ) -> CaptureDecision {
        CaptureDecision(
            isRequested: isRequested, isPresent: isPresent, isCaptured: typed, isDelegated: isDelegated,
            isConsented: isConsented, isCompleted: isCompleted)
    }

    @Test("row 1: what the shop does not want is not asked, not given and not stored")
    func notRequested() {
        for present in [false, true] {
            for typed in [false, true] {
                let row = decide(requested: false, present: present, typed: typed, delegated: true, consented: true)
                #expect(!row.isAsked && row.inPayload == .nothing && !row.isStored && row.reason == nil)
            }
        }
    }

    @Test("row 2: what is there is not asked, given as it is, and stays")
    func present() {
        let row = decide(present: true, typed: false, delegated: true, consented: true)
        #expect(!row.isAsked && row.inPayload == .stored && !row.isStored && row.reason == .alreadyPresent)
    }

    @Test("row 3: delegated and agreed to: stored")
    func stored() {
        let row = decide(delegated: true, consented: true)
        #expect(row.isAsked && row.inPayload == .captured && row.isStored && row.reason == .stored)
    }

    @Test("row 4: delegated and not agreed to: for this checkout alone")
    func noConsent() {
        let row = decide(delegated: true, consented: false)
        #expect(row.isAsked && row.inPayload == .captured && !row.isStored && row.reason == .noConsent)
    }

    @Test("row 5: agreed to and not delegated: for this checkout alone")
    func noDelegation() {
        let row = decide(delegated: false, consented: true)
        #expect(row.isAsked && row.inPayload == .captured && !row.isStored && row.reason == .noDelegation)
    }

    @Test("row 6: neither: for this checkout alone")
    func neither() {
        let row = decide(delegated: false, consented: false)
        #expect(row.isAsked && row.inPayload == .captured && !row.isStored && row.reason == .noDelegation)
    }

    @Test("row 7: a checkout that is not completed stores nothing, whatever was agreed to")
    func notCompleted() {
        let row = decide(delegated: true, consented: true, completed: false)
        #expect(row.isAsked && row.inPayload == .nothing && !row.isStored && row.reason == .notCompleted)
    }

    @Test("row 8: what the consumer does not give is in no payload")
    func refused() {
        for delegated in [false, true] {
            for consented in [false, true] {
                let row = decide(typed: false, delegated: delegated, consented: consented, completed: false)
                #expect(row.isAsked && row.inPayload == .nothing && !row.isStored && row.reason == .notCompleted)
            }
        }
    }

    @Test("row 9: what is typed again replaces what is there, delegated and agreed to")
    func edited() {
        let row = decide(present: true, delegated: true, consented: true)
        #expect(!row.isAsked && row.inPayload == .captured && row.isStored && row.reason == .stored)
    }

    @Test(
        "row 10: typed again without one of both, it is for this checkout alone",
        arguments: [
            (false, false), (true, false), (false, true),
        ])
    func editedOnly(_ delegated: Bool, _ consented: Bool) {
        let row = decide(present: true, delegated: delegated, consented: consented)
        #expect(!row.isAsked && row.inPayload == .captured && !row.isStored)
        #expect(row.reason == (delegated ? .noConsent : .noDelegation))
    }
}
