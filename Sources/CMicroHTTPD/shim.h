/* libmicrohttpd. Imported by HTTPService alone. Variadic functions get a static inline each. */
#include <microhttpd.h>
