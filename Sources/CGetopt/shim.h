/* getopt_long of the C library, which the Glibc module leaves out. Imported by the command line alone. */
#include <getopt.h>
