package bookshop;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.jspecify.annotations.Nullable;

/** An entity with a natural id. */
@Entity
@Cacheable
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
@NaturalIdCache
class Book {

  @Id @GeneratedValue private @Nullable Long id;

  @Version private int version;

  @NaturalId private String isbn;

  private String title;

  private BigDecimal price;

  private LocalDate published;

  @Enumerated(EnumType.STRING)
  private Genre genre;

  @ManyToOne(fetch = FetchType.LAZY)
  private @Nullable Author author;

  /** For Hibernate. */
  protected Book() {
    this("", "", BigDecimal.ZERO, LocalDate.EPOCH, Genre.NOVEL);
  }

  Book(String isbn, String title, BigDecimal price, LocalDate published, Genre genre) {
    this.isbn = isbn;
    this.title = title;
    this.price = price;
    this.published = published;
    this.genre = genre;
  }

  String isbn() {
    return isbn;
  }

  String title() {
    return title;
  }

  BigDecimal price() {
    return price;
  }

  LocalDate published() {
    return published;
  }

  Genre genre() {
    return genre;
  }

  @Nullable Author author() {
    return author;
  }

  void by(Author writer) {
    author = writer;
  }

  void raisePrice(BigDecimal by) {
    price = price.add(by);
  }
}
