package bookshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Cacheable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Enumerated;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.cache.CacheException;
import javax.cache.Caching;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.hibernate.cfg.Configuration;
import org.hibernate.query.NativeQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Region names with dots, dollar and number signs, and the less common things that regions hold.
 */
class RegionsTest {

  private static final ShelfId ID = new ShelfId("north", 7);

  private static final UUID TAG = new UUID(1, 2);

  private final SqlCount sql = new SqlCount();
  private SessionFactory sessions;

  @BeforeEach
  void open() {
    System.setProperty("larder.store", "memory:regions");
    sessions =
        new Configuration()
            .addAnnotatedClass(Shelf.class)
            .setStatementInspector(sql)
            .setProperty("hibernate.connection.url", "jdbc:h2:mem:regions;DB_CLOSE_DELAY=-1")
            .setProperty("hibernate.hbm2ddl.auto", "create-drop")
            .buildSessionFactory();
    sessions.inTransaction(session -> session.persist(new Shelf(ID, "N7")));
    read();
  }

  @AfterEach
  void close() {
    sessions.close();
    System.clearProperty("larder.store");
  }

  @Test
  void regionsAreFoundUnderTheirExactNames() throws URISyntaxException {
    ClassLoader loader = RegionsTest.class.getClassLoader();
    URI settings = loader.getResource("bookshop-cache.conf").toURI();

    assertThat(Caching.getCachingProvider().getCacheManager(settings, loader).getCacheNames())
        .contains(
            "bookshop.RegionsTest$Shelf",
            "bookshop.RegionsTest$Shelf.genres",
            "bookshop.RegionsTest$Shelf.stocktakings",
            "bookshop.RegionsTest$Shelf##NaturalId",
            "default-query-results-region",
            "default-update-timestamps-region");
  }

  @Test
  void everythingThatWasReadIsCached() {
    int before = sql.statements();

    read();

    assertThat(sql.statements()).isEqualTo(before);
  }

  /** For them Hibernate caches its own type objects, which Java cannot serialize. */
  @Test
  void cachedNativeQueriesAreToldThatTheyCannotBe() {
    sessions.inSession(
        session -> {
          NativeQuery<UUID> tags = session.createNativeQuery("select tag from Shelf", UUID.class);

          assertThatThrownBy(tags.setCacheable(true)::list)
              .isInstanceOf(CacheException.class)
              .hasMessageContaining("default-query-results-region")
              .hasMessageContaining("org.hibernate.sql.results.jdbc.internal.");
          assertThat(tags.setCacheable(false).list()).containsExactly(TAG);
        });
  }

  private void read() {
    sessions.inTransaction(
        session -> {
          Shelf shelf = session.bySimpleNaturalId(Shelf.class).load("N7");
          assertThat(shelf.id).isEqualTo(ID);
          assertThat(shelf.code + shelf.tag).isEqualTo("N7" + TAG);
          assertThat(shelf.genres).containsExactly(Genre.CRIME);
          assertThat(shelf.stocktakings).containsExactly(LocalDate.EPOCH);
          assertThat(
                  session
                      .createQuery(
                          "select s.code, s.tag from Shelf s where s.id = :id", Object[].class)
                      .setParameter("id", ID)
                      .setCacheable(true)
                      .list())
              .hasSize(1);
        });
  }

  @Embeddable
  record ShelfId(String room, int number) implements Serializable {}

  @Entity(name = "Shelf")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  @NaturalIdCache
  static class Shelf {

    @EmbeddedId private ShelfId id;

    @NaturalId private String code;

    private UUID tag = TAG;

    @ElementCollection
    @Enumerated
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    private Set<Genre> genres = EnumSet.of(Genre.CRIME);

    @ElementCollection
    @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
    private Set<LocalDate> stocktakings = new HashSet<>(List.of(LocalDate.EPOCH));

    /** For Hibernate. */
    protected Shelf() {}

    Shelf(ShelfId id, String code) {
      this.id = id;
      this.code = code;
    }
  }
}
