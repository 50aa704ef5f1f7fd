package bookshop;

/** Hibernate caches an enum as it is, so {@code bookshop-cache.conf} allows this package. */
enum Genre {
  CRIME,
  NOVEL
}
