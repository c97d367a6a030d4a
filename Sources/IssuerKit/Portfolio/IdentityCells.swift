// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import PhoneNumbers

/// The identities of a row of a flexible program (enrollment 11): the columns of email address and mobile number hold
/// any number of values with a semicolon between them, or none. The country code is one for all numbers of the row, or
/// one for each.
enum IdentityCells {
    /// What is wrong with them: the first thing.
    struct Fault: Error {
        var field: PortfolioField
        var reason: DetailReason
        var message: String

        init(_ field: PortfolioField, _ reason: DetailReason, _ message: String) {
            self.field = field
            self.reason = reason
            self.message = message
        }
    }

    static func read(_ row: RowView) throws(Fault) -> IdentitySet {
        var all: [LinkedIdentity] = []
        for address in parts(of: row[.email]) {
            do throws(ValueFault) {
                all.append(.email(try Email(utf8: address)))
            } catch {
                throw Fault(.email, error.reason, error.description)
            }
        }
        let codes = parts(of: row[.mobileCountryCode])
        let numbers = parts(of: row[.mobileNumber])
        guard codes.count == numbers.count || codes.count == 1 && !numbers.isEmpty else {
            throw Fault(.mobileCountryCode, .invalidValue, "must have one value, or one for each number")
        }
        for (index, number) in numbers.enumerated() {
            do throws(PhoneNumberFault) {
                let code = codes[codes.count == 1 ? 0 : index]
                all.append(.mobile(try PhoneNumberRules.normalise(countryCode: code, phoneNumber: number)))
            } catch {
                let fault = ValueFault(error)
                throw Fault(
                    error.field == .countryCode ? .mobileCountryCode : .mobileNumber, fault.reason, fault.description)
            }
        }
        if all.isEmpty { throw Fault(.email, .cannotBeNull, "must not be empty when there is no mobile number") }
        if all.count > LinkedIdentity.countMax {
            throw Fault(.email, .limitExceed, "has more than 10 identities together with the mobile numbers")
        }
        if Set(all).count != all.count {
            throw Fault(.email, .cannotBeDuplicateOrNull, "or the mobile number has the same value twice")
        }
        return IdentitySet(all)
    }

    /// The values of a cell; none when it is empty. White space around a value does not count.
    private static func parts(of cell: UnsafeBufferPointer<UInt8>) -> [UnsafeBufferPointer<UInt8>] {
        if cell.trimmedSpace.isEmpty { return [] }
        return cell.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
            UnsafeBufferPointer(rebasing: $0).trimmedSpace
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Without the white space around it.
    var trimmedSpace: UnsafeBufferPointer<UInt8> {
        var low = startIndex
        var high = endIndex
        while low < high, self[low].isSpace { low += 1 }
        while high > low, self[high - 1].isSpace { high -= 1 }
        return UnsafeBufferPointer(rebasing: self[low..<high])
    }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }
}
