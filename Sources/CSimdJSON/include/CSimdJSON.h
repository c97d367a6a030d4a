/* A C view of a C++ library. */
