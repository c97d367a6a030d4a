// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The columns of one synthetic consumer, ready to be written before and after those of each card.
struct ConsumerText {
    /// Domains that nobody can own (RFC 2606, RFC 6761).
    private static let domains: [[UInt8]] = [
        "example.com", "example.org", "example.net", "mail.test", "post.test", "inbox.test",
    ].map { [UInt8]($0.utf8) }

    private let beforeCard: [UInt8]
    private let afterCardId: [UInt8]
    private let afterCard: [UInt8]

    init(
        ordinal: Int, profile: CountryProfile, first: CountryProfile.Name, last: CountryProfile.Name,
        mobile: [UInt8], random: inout SplitMix64
    ) {
        var text: [UInt8] = []
        text.reserveCapacity(160)
        text.append(contentsOf: "cust-".utf8)
        text.appendDecimal(ordinal, width: 9)
        text.append(contentsOf: ",card-".utf8)
        beforeCard = text

        text.removeAll(keepingCapacity: true)
        text.append(UInt8(ascii: ","))
        text.append(contentsOf: first.letters)
        text.append(UInt8(ascii: "."))
        text.append(contentsOf: last.letters)
        text.append(UInt8(ascii: "."))
        text.appendDecimal(ordinal)
        text.append(UInt8(ascii: "@"))
        text.append(contentsOf: random.pick(Self.domains))
        text.append(UInt8(ascii: ","))
        text.append(contentsOf: profile.callingCode.utf8)
        text.append(UInt8(ascii: ","))
        text.append(contentsOf: mobile)
        for value in [first.text, last.text] {
            text.append(UInt8(ascii: ","))
            text.append(contentsOf: value)
        }
        text.append(UInt8(ascii: ","))
        text.append(contentsOf: profile.code.utf8)
        text.append(UInt8(ascii: ","))
        text.append(contentsOf: random.pick(profile.languages).utf8)
        text.append(UInt8(ascii: ","))
        afterCardId = text

        afterCard = Self.address(profile, random: &random)
    }

    /// One row: a card of this consumer.
    func appendRow(card: Int, pan: [UInt8], month: Int, year: Int, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: beforeCard)
        bytes.appendDecimal(card, width: 9)
        bytes.append(contentsOf: afterCardId)
        bytes.append(contentsOf: pan)
        bytes.append(UInt8(ascii: ","))
        bytes.appendDecimal(month, width: 2)
        bytes.append(UInt8(ascii: ","))
        bytes.appendDecimal(year, width: 4)
        bytes.append(contentsOf: afterCard)
    }

    /// From the comma before `addressLine1` to the end of the line.
    private static func address(_ profile: CountryProfile, random: inout SplitMix64) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(120)
        let place = random.pick(profile.places)
        let street = random.pick(profile.streets)
        text.append(UInt8(ascii: ","))
        let isQuoted = street.utf8.contains(UInt8(ascii: ","))
        if isQuoted { text.append(UInt8(ascii: "\"")) }
        for byte in street.utf8 {
            if byte == UInt8(ascii: "#") {
                text.appendDecimal(1 + random.below(299))
            } else {
                text.append(byte)
            }
        }
        if isQuoted { text.append(UInt8(ascii: "\"")) }
        text.append(UInt8(ascii: ","))
        if random.below(8) == 0 {
            text.append(contentsOf: "Apt ".utf8)
            text.appendDecimal(1 + random.below(60))
        }
        text.append(contentsOf: ",,".utf8)
        text.append(contentsOf: place.city.utf8)
        text.append(UInt8(ascii: ","))
        text.append(contentsOf: place.state.utf8)
        text.append(UInt8(ascii: ","))
        for byte in place.zip.utf8 {
            switch byte {
            case UInt8(ascii: "#"): text.append(UInt8(ascii: "0") + UInt8(random.below(10)))
            case UInt8(ascii: "@"): text.append(zipLetters[random.below(zipLetters.count)])
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: ","))
        text.append(contentsOf: profile.code.utf8)
        text.append(UInt8(ascii: "\n"))
        return text
    }

    /// Letters that occur in every country's postal codes.
    private static let zipLetters = [UInt8]("ABDEFGHJLNPRSTUWXYZ".utf8)
}
