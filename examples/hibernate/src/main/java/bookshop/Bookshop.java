package bookshop;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.stat.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Reads a book, its author, the author's other books and a list of cheap ones, and tells how many
 * SQL statements each took. Run it twice: the second process finds everything in the second-level
 * cache. With the argument {@code raise} it raises a price instead.
 */
public final class Bookshop implements AutoCloseable {

  private static final String ISBN = "978-0-14-043908-5";
  private static final String OTHER = "978-0-14-043096-9";
  private static final String DEAR = "978-0-19-955601-4";

  private final SqlCount sql = new SqlCount();
  private final SessionFactory sessions;

  private Bookshop() {
    // All settings are in hibernate.properties.
    sessions =
        new Configuration()
            .addAnnotatedClass(Author.class)
            .addAnnotatedClass(Book.class)
            .setStatementInspector(sql)
            .buildSessionFactory();
  }

  /** Takes {@code raise}, or no argument. */
  public static void main(String[] args) {
    try (Bookshop shop = new Bookshop()) {
      if (args.length == 1 && args[0].equals("raise")) {
        shop.raisePrice();
      } else {
        shop.fillIfEmpty();
        shop.read();
      }
    }
  }

  @Override
  public void close() {
    sessions.close();
  }

  private void fillIfEmpty() {
    sessions.inTransaction(
        session -> {
          if (book(session) == null) {
            Author author = new Author("Wilkie Collins");
            author.wrote(book(ISBN, "The Moonstone", "9.99", "1868-01-04", Genre.CRIME));
            author.wrote(book(OTHER, "The Woman in White", "11.50", "1859-11-26", Genre.CRIME));
            author.wrote(book(DEAR, "No Name", "24.00", "1862-03-15", Genre.NOVEL));
            session.persist(author);
          }
        });
  }

  private void raisePrice() {
    sessions.inTransaction(
        session -> Objects.requireNonNull(book(session)).raisePrice(new BigDecimal("5.00")));
  }

  private void read() {
    long authorId =
        step(
            "natural-id",
            session -> {
              Book book = Objects.requireNonNull(book(session));
              System.out.println(
                  book.isbn()
                      + ", "
                      + book.title()
                      + ", "
                      + book.published()
                      + ", "
                      + book.price()
                      + ", "
                      + book.genre());
              return Objects.requireNonNull(Objects.requireNonNull(book.author()).id());
            });
    step("entity", session -> session.find(Author.class, authorId).name());
    step("collection", session -> session.find(Author.class, authorId).books().size());
    step(
        "query",
        session ->
            session
                .createQuery("from Book where price < :price order by title", Book.class)
                .setParameter("price", new BigDecimal("12.00"))
                .setCacheable(true)
                .list()
                .size());
    Statistics statistics = sessions.getStatistics();
    System.out.printf(
        "second-level cache: %d hits, %d misses; query cache: %d hits, %d misses%n",
        statistics.getSecondLevelCacheHitCount(),
        statistics.getSecondLevelCacheMissCount(),
        statistics.getQueryCacheHitCount(),
        statistics.getQueryCacheMissCount());
  }

  private <T> T step(String name, Function<Session, T> work) {
    int before = sql.statements();
    T result = sessions.fromTransaction(work);
    System.out.printf("%s=%s sql=%d%n", name, result, sql.statements() - before);
    return result;
  }

  private static @Nullable Book book(Session session) {
    return session.bySimpleNaturalId(Book.class).load(ISBN);
  }

  private static Book book(String isbn, String title, String price, String day, Genre genre) {
    return new Book(isbn, title, new BigDecimal(price), LocalDate.parse(day), genre);
  }
}
