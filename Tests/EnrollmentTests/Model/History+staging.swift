// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Directory
import Enrollment
import Store
import StoreSQLite
import Testing
import Vault

/// What becomes of staged cards (enrollment 9.4).
extension History {
    /// A record that is staged: it has no ids, and its key leads to one row.
    func checkStaged(_ birth: Int, _ item: BatchItem) throws {
        #expect(item.status == .successful && item.preProvisioningStatus == .staged, "\(story)")
        #expect(item.srcConsumerId == nil && item.srcDigitalCardId == nil, "\(story)")
        let record = try #require(model.staged.first { $0.birth == birth }, "\(story)")
        let pan = network.vault.panIndex(try PAN(record.pan), directory: directory)
        let rows = try network.store.read { try $0.stagedCards(of: record.person.name, directory: directory) }
            .filter { $0.pan == pan }
        #expect(rows.count == 1, "\(story)")
        if let row = rows.first {
            if staged[birth] != nil { reached.insert("restaged") }
            expectSame(&staged, birth, row.id)
        }
    }

    func claim() throws {
        guard let (birth, row, verified) = try pickStaged("claim") else { return }
        let result = network.provision(row, of: try known(verified), directory: directory)
        guard let outcome = model.claim(birth, verified) else {
            #expect(throws: DirectoryRefusal.noCard, "\(story)") { try result.get() }
            return
        }
        try expect(result, outcome)
        switch outcome {
        case .successful(let profile, _):
            reached.insert("claimed")
            try checkProfile(profile)
        case .failed(let source):
            reached.insert("claim failed on \(source)")
            if let record = model.staged.first(where: { $0.birth == birth }) { try checkNames(of: record.person) }
        case .staged: break
        }
        try checkOffered(verified)
    }

    func declineStaged() throws {
        guard let (birth, row, verified) = try pickStaged("decline") else { return }
        let isThere = model.decline(birth, verified)
        let refusal = refusal {
            try network.claim.decline(row, of: try known(verified), directory: directory, by: requestor)
        }
        #expect(refusal == (isThere ? nil : .noCard), "\(story)")
        if isThere { reached.insert("declined") }
    }

    func withdraw() throws {
        var consumer = "n\(random.below(4))"
        var card = random.below(2) == 0 ? "c\(random.below(9))" : nil
        // Mostly something that is staged.
        let waiting = model.staged.filter(\.isStaged)
        if !waiting.isEmpty, random.below(4) > 0 {
            let record = waiting[random.below(waiting.count)]
            (consumer, card) = (record.person.name, card == nil ? nil : record.name)
        }
        steps.append("withdraw \(consumer) \(card ?? "-")")
        let isThere = model.withdraw(consumer) { card == nil || $0.name == card }
        let refusal = refusal {
            try network.staging.withdraw(
                externalConsumerId: consumer, externalCardId: card, directory: directory, by: requestor)
        }
        #expect(refusal == (isThere ? nil : card == nil ? .noProfile : .noCard), "\(story)")
        if isThere { reached.insert(card == nil ? "consumer withdrawn" : "card withdrawn") }
    }

    /// A staged card, in any state but mostly waiting, and an identifier, mostly its own.
    private func pickStaged(_ word: String) throws -> (Int, Int64, DirectoryModel.Verified)? {
        let waiting = staged.filter { entry in model.staged.contains { $0.birth == entry.key && $0.isStaged } }
        guard let birth = pick(random.below(5) > 0 && !waiting.isEmpty ? waiting : staged), let row = staged[birth],
            let record = model.staged.first(where: { $0.birth == birth })
        else { return nil }
        let verified: DirectoryModel.Verified =
            switch random.below(8) {
            case 0: .email(email())
            case 1: .phone(phone())
            case 2, 3, 4: .phone(record.person.phone)
            default: .email(record.person.email)
            }
        steps.append("\(word) \(birth) as \(verified)")
        return (birth, row, verified)
    }

    private func known(_ verified: DirectoryModel.Verified) throws -> StagedClaim.Verified {
        switch verified {
        case .email(let email): .email(try Email(email))
        case .phone(let phone): .mobile(e164: "1202555" + phone)
        }
    }

    private func checkOffered(_ verified: DirectoryModel.Verified) throws {
        let views = try network.claim.cards(of: try known(verified), directory: directory)
        let expected = model.offered(verified)
        #expect(Set(views.map(\.row.id)) == Set(expected.compactMap { staged[$0.birth] }), "\(story)")
        #expect(Set(views.map(\.card.clearPAN)) == Set(expected.map(\.pan)), "\(story)")
    }

    /// Every record that was staged says what became of its card, and every identifier finds what is staged for it.
    func checkStagings() throws {
        for (header, outcomes) in stagings {
            for (item, outcome) in zip(try network.status(header).items, outcomes) {
                guard case .staged(let birth) = outcome else { continue }
                let record = try #require(model.staged.first { $0.birth == birth }, "\(story)")
                #expect(item.status == .successful, "\(story)")
                #expect(item.preProvisioningStatus?.rawValue == record.state.rawValue, "\(story)")
                #expect(
                    item.srcConsumerId.flatMap { network.vault.row(of: $0, kind: .consumer) }
                        == record.profile.flatMap { consumers[$0] }, "\(story)")
                #expect(
                    item.srcDigitalCardId.flatMap { network.vault.row(of: $0, kind: .card) }
                        == record.card.flatMap { cards[$0] }, "\(story)")
            }
        }
        if stagings.isEmpty { return }
        for number in 0..<4 {
            try checkOffered(.email("e\(number)@example.test"))
            try checkOffered(.phone("010\(number)"))
        }
    }
}
