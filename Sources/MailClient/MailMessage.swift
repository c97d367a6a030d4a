// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient

/// One message of plain text from a program to one recipient. Printing one shows nothing of it.
public struct MailMessage: Sendable {
    /// What people see in place of the sender's address.
    public var senderName: String
    public var sender: MailAddress
    public var recipient: MailAddress
    public var subject: String
    /// Lines with a line feed between them.
    public var text: String
    /// A language tag, such as `en` (RFC 3282).
    public var language: String
    public var sentAt: Timestamp
    /// What stands before the @ of the Message-ID, and is in no other message of the sender: letters, digits, hyphens.
    public var id: String

    public init(
        senderName: String, sender: MailAddress, recipient: MailAddress, subject: String, text: String,
        language: String, sentAt: Timestamp, id: String
    ) {
        self.senderName = senderName
        self.sender = sender
        self.recipient = recipient
        self.subject = subject
        self.text = text
        self.language = language
        self.sentAt = sentAt
        self.id = id
    }
}

extension MailMessage: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "message (hidden)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

extension MailMessage {
    private static let headerTextBytesMax = 500
    private static let textBytesMax = 16 << 10
    private static let wordBytesMax = 64

    /// The message as it is sent (RFC 5322, RFC 2045): ASCII, short lines that end in CR LF, none beginning with a dot.
    ///
    /// - Throws: `invalidMessage` when a part is too long or has a control character, so that it could be read as
    ///   something else than what it is.
    public func bytes() throws(MailClientError) -> [UInt8] {
        try check()
        var writer = HeaderWriter()
        // A program wrote it: nobody's out-of-office answer is wanted (RFC 3834, 5).
        writer.add("Auto-Submitted", "auto-generated")
        writer.add("Date", sentAt.mailDate)
        writer.add("From", phrase: senderName, sender)
        writer.add("To", recipient.text)
        writer.add("Message-ID", "<" + id + "@" + sender.domain + ">")
        writer.add("Subject", unstructured: subject)
        writer.add("MIME-Version", "1.0")
        writer.add("Content-Type", "text/plain; charset=utf-8")
        writer.add("Content-Transfer-Encoding", "quoted-printable")
        writer.add("Content-Language", language)
        return writer.bytes + [0x0D, 0x0A] + QuotedPrintable.encode(text)
    }

    private func check() throws(MailClientError) {
        let areHeaders = [senderName, subject].allSatisfy { text in
            !text.isEmpty && text.utf8.count <= Self.headerTextBytesMax
                && !text.unicodeScalars.contains(where: isControl)
        }
        let isText =
            text.utf8.count <= Self.textBytesMax
            && !text.unicodeScalars.contains { $0 != "\n" && isControl($0) }
        let areWords = [id, language].allSatisfy { word in
            (1...Self.wordBytesMax).contains(word.utf8.count)
                && word.utf8.allSatisfy { isDomainByte($0) && $0 != UInt8(ascii: ".") }
        }
        guard areHeaders, isText, areWords else {
            throw MailClientError(code: .invalidMessage, message: "a part of the message is too long or malformed")
        }
    }
}

/// C0, DEL and C1, and the separators that some readers take for the end of a line.
private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
}

extension Timestamp {
    /// The date and time of RFC 5322, 3.3, in UTC.
    var mailDate: String {
        let (year, month, day) = day
        let dayNumber = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let second = Int(seconds - dayNumber * 86_400)
        // The first of January 1970 was a Thursday.
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(((dayNumber % 7) + 7) % 7)]
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func padded(_ value: Int) -> String { value < 10 ? "0" + String(value) : String(value) }
        return weekday + ", " + padded(day) + " " + names[month - 1] + " " + String(year) + " "
            + padded(second / 3600) + ":" + padded(second / 60 % 60) + ":" + padded(second % 60) + " +0000"
    }
}
