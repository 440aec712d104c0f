// A checker of well-formed XML, as far as our own output uses it.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_XML_H
#define HX_TEST_XML_H

#include <stddef.h>

// NULL if `text` is one element (after declarations and a document type) with matching
// tags, quoted and unique attributes and known entities; else what is wrong.
const char *xml_problem(const char *text);

// How often `part` occurs in `text`.
size_t count_text(const char *text, const char *part);

#endif
