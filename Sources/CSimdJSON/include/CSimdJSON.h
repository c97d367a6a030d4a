/* Copyright the Muster authors. Licensed under the Apache License, Version 2.0. */

/* A C view of simdjson's DOM parser.

   A parser turns text into a document: a tape of 64-bit words and a buffer of unescaped strings, both owned by the
   document (the layout is simdjson's published one, doc/tape.md). The walk below reads the tape in place; it is
   inline so that Swift sees through it. A value is an index into the tape.

   A parser belongs to one thread at a time. A parsed document does not change and may be read by any thread until it
   is parsed into again or destroyed. No function throws. */

#ifndef MUSTER_CSIMDJSON_H
#define MUSTER_CSIMDJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct csimdjson_parser csimdjson_parser;
typedef struct csimdjson_document csimdjson_document;

enum {
    CSIMDJSON_OK = 0,
    CSIMDJSON_NOT_JSON = 1,
    CSIMDJSON_NOT_UTF8 = 2,
    CSIMDJSON_DUPLICATE_NAME = 3,
    CSIMDJSON_TOO_DEEP = 4,
    CSIMDJSON_TOO_LARGE = 5,
    CSIMDJSON_TRAILING_BYTES = 6,
    CSIMDJSON_NO_MEMORY = 7
};

/* NULL when there is no memory. */
csimdjson_parser *csimdjson_parser_create(void);
void csimdjson_parser_destroy(csimdjson_parser *parser);
/* Bytes of text that the parser has buffers for. */
size_t csimdjson_parser_capacity(const csimdjson_parser *parser);

csimdjson_document *csimdjson_document_create(void);
void csimdjson_document_destroy(csimdjson_document *document);
/* Bytes of text that the document has buffers for. */
size_t csimdjson_document_capacity(const csimdjson_document *document);

/* Parses `length` bytes into `document`, replacing what it held. `depth_max` counts open arrays and objects.
   Refuses everything that is not one JSON text (RFC 8259) in UTF-8, and any object that has one name twice. */
int32_t csimdjson_parse(
    csimdjson_parser *parser, csimdjson_document *document, const uint8_t *text, size_t length, size_t depth_max);

/* What a walk reads. Valid while the document is. */
typedef struct {
    const uint64_t *tape;
    const uint8_t *strings;
} csimdjson_view;

csimdjson_view csimdjson_document_view(const csimdjson_document *document);

/* The first value of a document. */
#define CSIMDJSON_ROOT 1u

/* One of { [ " l u d t f n, and } ] at the end of a container. */
static inline uint8_t csimdjson_type(csimdjson_view view, uint32_t index) {
    return (uint8_t)(view.tape[index] >> 56);
}

/* The index behind the value at `index`. */
static inline uint32_t csimdjson_after(csimdjson_view view, uint32_t index) {
    uint64_t word = view.tape[index];
    switch (word >> 56) {
    case '{':
    case '[':
        return (uint32_t)word;
    case 'l':
    case 'u':
    case 'd':
        return index + 2;
    default:
        return index + 1;
    }
}

static inline const uint8_t *csimdjson_string(csimdjson_view view, uint32_t index, size_t *length) {
    const uint8_t *entry = view.strings + (view.tape[index] & 0x00FFFFFFFFFFFFFFull);
    uint32_t count;
    memcpy(&count, entry, sizeof count);
    *length = count;
    return entry + sizeof count;
}

static inline int64_t csimdjson_int64(csimdjson_view view, uint32_t index) {
    return (int64_t)view.tape[index + 1];
}

static inline uint64_t csimdjson_uint64(csimdjson_view view, uint32_t index) {
    return view.tape[index + 1];
}

static inline double csimdjson_double(csimdjson_view view, uint32_t index) {
    double number;
    memcpy(&number, &view.tape[index + 1], sizeof number);
    return number;
}

/* Elements of an array, or members of an object. */
static inline size_t csimdjson_count(csimdjson_view view, uint32_t index) {
    size_t count = (size_t)(view.tape[index] >> 32) & 0xFFFFFF;
    if (count < 0xFFFFFF) {
        return count;
    }
    /* The tape's own count stops there: walk. */
    bool object = csimdjson_type(view, index) == '{';
    uint32_t end = csimdjson_after(view, index) - 1;
    count = 0;
    for (uint32_t at = index + 1; at < end; count++) {
        at = csimdjson_after(view, object ? at + 1 : at);
    }
    return count;
}

static inline bool csimdjson_is_name(
    csimdjson_view view, uint32_t index, const uint8_t *name, size_t length) {
    size_t count;
    const uint8_t *bytes = csimdjson_string(view, index, &count);
    return count == length && memcmp(bytes, name, length) == 0;
}

/* The index of the value of member `name` of the object at `index`, or 0. */
static inline uint32_t csimdjson_member(
    csimdjson_view view, uint32_t index, const uint8_t *name, size_t length) {
    uint32_t end = csimdjson_after(view, index) - 1;
    for (uint32_t at = index + 1; at < end; at = csimdjson_after(view, at + 1)) {
        if (csimdjson_is_name(view, at, name, length)) {
            return at + 1;
        }
    }
    return 0;
}

typedef struct {
    const uint8_t *bytes;
    size_t length;
} csimdjson_name;

/* For each of `names`, the index of that member's value in the object at `index`, or 0, in `slots`. Members that are
   not named are passed over; members in the order of `names` cost one comparison each. */
static inline void csimdjson_members(
    csimdjson_view view, uint32_t index, const csimdjson_name *names, size_t count, uint32_t *slots) {
    memset(slots, 0, count * sizeof *slots);
    uint32_t end = csimdjson_after(view, index) - 1;
    size_t expected = 0;
    for (uint32_t at = index + 1; at < end; at = csimdjson_after(view, at + 1)) {
        size_t length;
        const uint8_t *bytes = csimdjson_string(view, at, &length);
        for (size_t tried = 0, slot = expected; tried < count; tried++, slot++) {
            if (slot >= count) {
                slot = 0;
            }
            if (names[slot].length == length && memcmp(names[slot].bytes, bytes, length) == 0) {
                slots[slot] = at + 1;
                expected = slot + 1;
                break;
            }
        }
    }
}

#ifdef __cplusplus
}
#endif

#endif
