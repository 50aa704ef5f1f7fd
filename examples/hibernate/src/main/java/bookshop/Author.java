package bookshop;

import jakarta.persistence.Cacheable;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.jspecify.annotations.Nullable;

/** An entity with a cached collection. */
@Entity
@Cacheable
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
class Author {

  @Id @GeneratedValue private @Nullable Long id;

  private String name;

  @OneToMany(mappedBy = "author", cascade = CascadeType.ALL)
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  private List<Book> books = new ArrayList<>();

  /** For Hibernate. */
  protected Author() {
    this("");
  }

  Author(String name) {
    this.name = name;
  }

  @Nullable Long id() {
    return id;
  }

  String name() {
    return name;
  }

  List<Book> books() {
    return books;
  }

  void wrote(Book book) {
    books.add(book);
    book.by(this);
  }
}
