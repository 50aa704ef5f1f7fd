package bookshop;

import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Counts the statements that Hibernate sends to the database. */
final class SqlCount implements StatementInspector {

  private static final long serialVersionUID = 1;

  private final AtomicInteger statements = new AtomicInteger();

  @Override
  public String inspect(String sql) {
    statements.incrementAndGet();
    return sql;
  }

  int statements() {
    return statements.get();
  }
}
