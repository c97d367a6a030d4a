/* Copyright the Muster authors. Licensed under the Apache License, Version 2.0. */

/* A C view of libphonenumber: the numbering plans that it carries, and its own verdict on a number.
   Thread-safe. No function throws. */

#ifndef MUSTER_CPHONENUMBER_H
#define MUSTER_CPHONENUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Text that lives as long as the process. */
typedef struct {
    const char *bytes;
    size_t length;
} cphonenumber_text;

/* What numbers of one kind look like: a regular expression over the digits of the national number, and the lengths
   that occur (bit n: n digits). A kind that does not occur has no pattern. Without lengths, those of the general
   description hold. */
typedef struct {
    cphonenumber_text pattern;
    uint32_t lengths;
    bool has_lengths;
} cphonenumber_kind;

/* Kind 0 is the general description, which every number of the region meets. */
enum { CPHONENUMBER_KINDS = 11, CPHONENUMBER_GENERAL = 0, CPHONENUMBER_MOBILE = 1 };

typedef struct {
    /* ISO 3166-1 alpha-2, or 001 for a calling code of no country. */
    cphonenumber_text id;
    int32_t calling_code;
    /* The first among the regions that share a calling code. */
    bool is_main;
    /* Regular expression of what may be dialled before a national number; empty when nothing. */
    cphonenumber_text trunk_prefix;
    /* Regular expression of how the region's numbers begin, when it shares a calling code and the plan tells. */
    cphonenumber_text leading_digits;
    cphonenumber_text mobile_example;
    cphonenumber_kind kinds[CPHONENUMBER_KINDS];
} cphonenumber_region;

/* How many regions the library knows; 0 when its data cannot be read. */
size_t cphonenumber_region_count(void);
/* `index` below the count. */
cphonenumber_region cphonenumber_region_at(size_t index);

/* The library's own verdict, with its regular expressions: microseconds. `digits` is the national number. */
bool cphonenumber_is_valid(int32_t calling_code, const char *digits, size_t count);

#ifdef __cplusplus
}
#endif

#endif
