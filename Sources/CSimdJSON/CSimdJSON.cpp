// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

#include "CSimdJSON.h"

#include <algorithm>
#include <memory>
#include <new>
#include <simdjson.h>
#include <vector>

struct csimdjson_parser {
    simdjson::dom::parser parser;
    // The text and the 64 readable bytes behind it that simdjson needs.
    std::unique_ptr<uint8_t[]> padded;
    size_t padded_capacity = 0;
    // The names of an object that is too large for the quadratic comparison.
    std::vector<csimdjson_name> names;
};

struct csimdjson_document {
    simdjson::dom::document document;
    // Bytes of the string buffer that a text has left its mark in. They are wiped before they are used again or given
    // back: texts carry card numbers.
    size_t marked = 0;
};

namespace {

constexpr size_t text_length_max = 0xFFFFFFFF - 64;
constexpr size_t names_compared_in_pairs = 32;

bool same(const csimdjson_name &left, const csimdjson_name &right) {
    return left.length == right.length && memcmp(left.bytes, right.bytes, left.length) == 0;
}

bool comes_first(const csimdjson_name &left, const csimdjson_name &right) {
    if (left.length != right.length) {
        return left.length < right.length;
    }
    return memcmp(left.bytes, right.bytes, left.length) < 0;
}

// One of 64 buckets, from the length and the ends of a name. Names in different buckets differ, so most names need no
// comparison at all.
uint64_t bucket_of(const csimdjson_name &name) {
    uint64_t mixed = name.length;
    if (name.length > 0) {
        mixed = mixed * 31 + name.bytes[0];
        mixed = mixed * 31 + name.bytes[name.length / 2];
        mixed = mixed * 31 + name.bytes[name.length - 1];
    }
    return uint64_t(1) << ((mixed * 0x9E3779B97F4A7C15ull) >> 58);
}

bool has_duplicates_small(csimdjson_view view, uint32_t begin, uint32_t end) {
    csimdjson_name names[names_compared_in_pairs];
    size_t count = 0;
    uint64_t buckets = 0;
    for (uint32_t at = begin; at < end; at = csimdjson_after(view, at + 1)) {
        csimdjson_name name;
        name.bytes = csimdjson_string(view, at, &name.length);
        uint64_t bucket = bucket_of(name);
        if (buckets & bucket) {
            for (size_t earlier = 0; earlier < count; earlier++) {
                if (same(names[earlier], name)) {
                    return true;
                }
            }
        }
        buckets |= bucket;
        names[count++] = name;
    }
    return false;
}

bool has_duplicates_large(csimdjson_view view, uint32_t begin, uint32_t end, std::vector<csimdjson_name> &names) {
    names.clear();
    for (uint32_t at = begin; at < end; at = csimdjson_after(view, at + 1)) {
        csimdjson_name name;
        name.bytes = csimdjson_string(view, at, &name.length);
        names.push_back(name);
    }
    std::sort(names.begin(), names.end(), comes_first);
    return std::adjacent_find(names.begin(), names.end(), same) != names.end();
}

// One pass over the tape: the depth, the names of every object, and the last string.
int32_t check(csimdjson_view view, size_t depth_max, std::vector<csimdjson_name> &names, uint32_t *last_string) {
    uint32_t end = uint32_t(view.tape[0]);
    size_t depth = 0;
    *last_string = 0;
    for (uint32_t at = CSIMDJSON_ROOT; at < end;) {
        switch (csimdjson_type(view, at)) {
        case '{':
            if (++depth > depth_max) {
                return CSIMDJSON_TOO_DEEP;
            } else {
                uint32_t last = csimdjson_after(view, at) - 1;
                bool duplicates = csimdjson_count(view, at) <= names_compared_in_pairs
                    ? has_duplicates_small(view, at + 1, last)
                    : has_duplicates_large(view, at + 1, last, names);
                if (duplicates) {
                    return CSIMDJSON_DUPLICATE_NAME;
                }
            }
            at++;
            break;
        case '[':
            if (++depth > depth_max) {
                return CSIMDJSON_TOO_DEEP;
            }
            at++;
            break;
        case '}':
        case ']':
            depth--;
            at++;
            break;
        case '"':
            *last_string = at++;
            break;
        default:
            at = csimdjson_after(view, at);
        }
    }
    return CSIMDJSON_OK;
}

void wipe(csimdjson_document *document) {
    if (document->marked > 0) {
        explicit_bzero(document->document.string_buf.get(), document->marked);
        document->marked = 0;
    }
}

// The size simdjson gives the string buffer: a string takes at most 5/3 of its text.
size_t string_buffer_size(const csimdjson_document *document) {
    size_t capacity = document->document.capacity();
    return capacity == 0 ? 0 : 5 * capacity / 3;
}

bool is_space(uint8_t byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

// What a refused text looks like from outside: where its first value seems to end, and how deep it goes.
struct outline {
    size_t end;
    size_t depth;
};

// Only a refused text is scanned so, to give it its true fault: too deep, or more bytes behind a good value.
outline outline_of(const uint8_t *text, size_t length) {
    size_t at = 0;
    while (at < length && is_space(text[at])) {
        at++;
    }
    if (at < length && text[at] != '{' && text[at] != '[' && text[at] != '"') {
        while (at < length && !is_space(text[at]) && !strchr("{}[]\",:", text[at])) {
            at++;
        }
        return outline{at, 0};
    }
    size_t open = 0;
    size_t deepest = 0;
    for (bool in_string = false; at < length; at++) {
        uint8_t byte = text[at];
        if (in_string) {
            if (byte == '\\') {
                at++;
            } else if (byte == '"') {
                in_string = false;
            }
        } else if (byte == '"') {
            in_string = true;
        } else if (byte == '{' || byte == '[') {
            deepest = std::max(deepest, ++open);
        } else if (byte == '}' || byte == ']') {
            open = open > 0 ? open - 1 : 0;
        }
        if (open == 0 && !in_string) {
            return outline{at + 1, deepest};
        }
    }
    return outline{length, deepest};
}

int32_t code_of(simdjson::error_code error) {
    switch (error) {
    case simdjson::SUCCESS:
        return CSIMDJSON_OK;
    case simdjson::UTF8_ERROR:
        return CSIMDJSON_NOT_UTF8;
    case simdjson::DEPTH_ERROR:
        return CSIMDJSON_TOO_DEEP;
    case simdjson::CAPACITY:
        return CSIMDJSON_TOO_LARGE;
    case simdjson::MEMALLOC:
        return CSIMDJSON_NO_MEMORY;
    default:
        return CSIMDJSON_NOT_JSON;
    }
}

int32_t parse_padded(csimdjson_parser *parser, csimdjson_document *document, size_t length, size_t depth_max) {
    wipe(document);
    auto result = parser->parser.parse_into_document(document->document, parser->padded.get(), length, false);
    int32_t code = code_of(result.error());
    uint32_t last_string = 0;
    if (code == CSIMDJSON_OK) {
        code = check(csimdjson_document_view(document), depth_max, parser->names, &last_string);
    }
    if (code != CSIMDJSON_OK) {
        document->marked = string_buffer_size(document);
    } else if (last_string > 0) {
        csimdjson_view view = csimdjson_document_view(document);
        size_t count;
        document->marked = csimdjson_string(view, last_string, &count) + count - view.strings;
    }
    return code;
}

// The fault of a text that simdjson calls malformed, more exactly.
int32_t fault_of(
    csimdjson_parser *parser, csimdjson_document *document, const uint8_t *text, size_t length, size_t depth_max) {
    outline seen = outline_of(text, length);
    if (seen.depth > depth_max) {
        return CSIMDJSON_TOO_DEEP;
    }
    size_t rest = seen.end;
    while (rest < length && is_space(text[rest])) {
        rest++;
    }
    if (rest < length && parse_padded(parser, document, seen.end, depth_max) == CSIMDJSON_OK) {
        return CSIMDJSON_TRAILING_BYTES;
    }
    return CSIMDJSON_NOT_JSON;
}

// Room for a text. Grown by half, so that slowly growing texts do not allocate each time.
bool make_room(csimdjson_parser *parser, size_t length, size_t depth_max) {
    // simdjson counts the document itself as one level; one more lets `check` be the only judge.
    size_t depth = depth_max + 2;
    if (length <= parser->padded_capacity && parser->parser.max_depth() == depth) {
        return true;
    }
    size_t capacity = std::max(length + length / 2, std::max<size_t>(parser->padded_capacity, 4096));
    capacity = std::min(capacity, text_length_max);
    if (parser->padded_capacity < capacity) {
        parser->padded.reset(new uint8_t[capacity + simdjson::SIMDJSON_PADDING]);
        parser->padded_capacity = capacity;
    }
    return parser->parser.allocate(capacity, depth) == simdjson::SUCCESS;
}

int32_t parse(
    csimdjson_parser *parser, csimdjson_document *document, const uint8_t *text, size_t length, size_t depth_max) {
    if (length > text_length_max) {
        return CSIMDJSON_TOO_LARGE;
    }
    if (length == 0) {
        return CSIMDJSON_NOT_JSON;
    }
    if (!make_room(parser, length, depth_max)) {
        return CSIMDJSON_NO_MEMORY;
    }
    memcpy(parser->padded.get(), text, length);
    memset(parser->padded.get() + length, 0, simdjson::SIMDJSON_PADDING);
    int32_t code = parse_padded(parser, document, length, depth_max);
    if (code == CSIMDJSON_NOT_JSON) {
        code = fault_of(parser, document, text, length, depth_max);
    }
    explicit_bzero(parser->padded.get(), length);
    return code;
}

} // namespace

extern "C" csimdjson_parser *csimdjson_parser_create(void) {
    return new (std::nothrow) csimdjson_parser;
}

extern "C" void csimdjson_parser_destroy(csimdjson_parser *parser) {
    delete parser;
}

extern "C" size_t csimdjson_parser_capacity(const csimdjson_parser *parser) {
    return parser->padded_capacity;
}

extern "C" csimdjson_document *csimdjson_document_create(void) {
    return new (std::nothrow) csimdjson_document;
}

extern "C" void csimdjson_document_destroy(csimdjson_document *document) {
    wipe(document);
    delete document;
}

extern "C" size_t csimdjson_document_capacity(const csimdjson_document *document) {
    return document->document.capacity();
}

extern "C" int32_t csimdjson_parse(
    csimdjson_parser *parser, csimdjson_document *document, const uint8_t *text, size_t length, size_t depth_max) {
    try {
        return parse(parser, document, text, length, depth_max);
    } catch (...) {
        // Nothing here throws but an allocation.
        return CSIMDJSON_NO_MEMORY;
    }
}

extern "C" csimdjson_view csimdjson_document_view(const csimdjson_document *document) {
    return csimdjson_view{document->document.tape.get(), document->document.string_buf.get()};
}
