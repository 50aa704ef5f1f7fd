package io.larder.storage.postgresql;

import io.larder.storage.OutcomeUnknownException;
import io.larder.storage.StorageException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Tells by its SQLState what a failure means, for the one who retries and, in plain words, for
 * people: with host, database and user, without secrets, and with what to do. Immutable.
 */
final class PostgresFailures {

  /** What is to be done about a failure. */
  enum Kind {
    /** Another transaction was in the way, and this one is rolled back: try it again. */
    COLLIDED,
    /** Nothing was begun: try it again, on another connection. */
    NOT_HAPPENED,
    /** The connection is gone, and if it was committing nobody knows whether it has. */
    CONNECTION_LOST,
    /** Trying again would not help. */
    OTHER
  }

  private static final Set<String> COLLISIONS = Set.of("40001", "40P01", "23505", "55P03");

  /** No connection, too many of them, starting, a standby. */
  private static final Set<String> NEVER_BEGUN =
      Set.of("08001", "08004", "53300", "57P03", "25006");

  /** The server ends the session: shutdown, crash, idle or in a transaction for too long. */
  private static final Set<String> ENDED =
      Set.of("57P01", "57P02", "57P04", "57P05", "25P03", "25P04");

  private static final String CRASHED = "57P02";
  private static final String CLOSED_BEFORE = "08003";

  private final Database database;
  private final PostgresSettings settings;

  PostgresFailures(Database database, PostgresSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  static Kind kind(SQLException e) {
    String state = state(e);
    if (COLLISIONS.contains(state)) {
      return Kind.COLLIDED;
    }
    if (NEVER_BEGUN.contains(state) || e instanceof SQLTransientConnectionException) {
      return Kind.NOT_HAPPENED;
    }
    if (state.startsWith("08") || ENDED.contains(state)) {
      return Kind.CONNECTION_LOST;
    }
    return Kind.OTHER;
  }

  /**
   * Whether it is certain that nothing has been committed. A server that ends a session says so
   * before a commit or while it waits for a statement, never in between; a connection that was
   * closed before has sent nothing.
   */
  static boolean hasNotHappened(SQLException e) {
    return switch (kind(e)) {
      case COLLIDED, NOT_HAPPENED -> true;
      case CONNECTION_LOST -> {
        String state = state(e);
        yield (ENDED.contains(state) && !state.equals(CRASHED)) || state.equals(CLOSED_BEFORE);
      }
      case OTHER -> false;
    };
  }

  /** The SQLState, of a cause if the exception has none; empty if nobody has one. */
  static String state(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  /** What the caller is told; nothing of its call was written. */
  StorageException of(SQLException cause) {
    return new StorageException(
        "The store %s: %s Nothing of this call was written."
            .formatted(database.place(), what(cause)),
        cause);
  }

  /** What the opener is told. */
  StorageException opening(SQLException cause) {
    return new StorageException(
        "The store %s cannot be opened: %s".formatted(database.place(), what(cause)), cause);
  }

  /** What the opener is told who may not make the tables, or bring them up to date. */
  StorageException cannotCreate(SQLException cause, ServerFacts facts) {
    return new StorageException(
        ("The store %s cannot be opened: its schema is not there, or not up to date, and %s may not"
                + " change that. Either GRANT CREATE ON DATABASE \"%s\" TO \"%s\"; or let the owner of"
                + " the schema open the store once, and then: %s")
            .formatted(
                database.place(), database.shown(), facts.database(), facts.user(), grants()),
        cause);
  }

  /** What the callers are told whose commit was lost, and could not be settled. */
  OutcomeUnknownException outcomeUnknown(SQLException cause) {
    return new OutcomeUnknownException(
        ("The store %s: the connection to %s was lost during a commit, and it could not be found out"
                + " whether it was made. Read the entries before you do it again.")
            .formatted(database.place(), database.shown()),
        cause);
  }

  /** What the caller is told who may have taken a lease, or not. */
  OutcomeUnknownException leaseUnknown(String lease, long millis, SQLException cause) {
    return new OutcomeUnknownException(
        ("The store %s: the connection to %s was lost while the lease '%s' was being acquired, and it"
                + " is not known whether it was. If so, nobody has it for up to %,d ms, after which"
                + " it can be acquired again.")
            .formatted(database.place(), database.shown(), lease, millis),
        cause);
  }

  /** What the caller is told whose lease was in somebody's way until the end. */
  StorageException leaseCollided(String lease, SQLException cause) {
    return new StorageException(
        ("The store %s: the lease '%s' could not be acquired within %s (%,d ms) in %s: %s. Others"
                + " acquired it at the same moments, or connections lead to databases in different"
                + " incarnations, such as a former primary: see where the addresses in larder.store"
                + " lead.")
            .formatted(
                database.place(),
                lease,
                PostgresSettings.RETRY_TIMEOUT,
                settings.retryTimeout().toMillis(),
                database.shown(),
                message(cause)),
        cause);
  }

  private String what(SQLException cause) {
    if (hasCause(cause, SSLException.class)) {
      return "no encrypted connection to %s could be made: %s. See the parameters sslmode and"
              .formatted(database.shown(), message(cause))
          + " sslrootcert of larder.store, and the server's certificate.";
    }
    String state = state(cause);
    if (state.equals("08001")) {
      return "%s cannot be reached: %s. See that the server runs and that larder.store is right."
          .formatted(database.shown(), message(cause));
    }
    if (state.equals("08004")) {
      return "%s does not take the connection: %s. See the parameters of larder.store and pg_hba.conf."
          .formatted(database.shown(), message(cause));
    }
    if (state.startsWith("08") || ENDED.contains(state)) {
      return ("the connection to %s was lost, or not made: %s. See that the server runs; a store that is"
              + " open connects again by itself.")
          .formatted(database.shown(), message(cause));
    }
    String known = known(state);
    if (known != null) {
      return known;
    }
    if (cause instanceof SQLTransientConnectionException && cause.getCause() == null) {
      return ("no connection to %s became free within %,d ms: all %d are in use. Raise %s, or see what"
              + " takes so long.")
          .formatted(
              database.shown(),
              settings.connectionTimeout().toMillis(),
              settings.readers(),
              PostgresSettings.READERS);
    }
    return "%s failed: %s (SQLState %s)."
        .formatted(database.shown(), message(cause), state.isEmpty() ? "none" : state);
  }

  private @Nullable String known(String state) {
    String it = database.shown();
    return switch (state) {
      case "28P01", "28000" ->
          ("%s refuses this user: the password is wrong or missing, or pg_hba.conf does not let it in."
                  + " Set %s and %s, or user and password among the parameters of larder.store.")
              .formatted(it, PostgresSettings.USER, PostgresSettings.PASSWORD);
      case "3D000" ->
          "%s does not exist. Create it (CREATE DATABASE ... ENCODING 'UTF8'), or correct larder.store."
              .formatted(it);
      case "57P03" -> "%s is starting up, or shutting down. Try again in a while.".formatted(it);
      case "53300" ->
          ("%s has no connection left. Each process takes up to %d: lower %s (it is %d), end other"
                  + " programs' connections, or raise the server's max_connections or the user's"
                  + " CONNECTION LIMIT.")
              .formatted(
                  it,
                  settings.readers() + PostgresConnections.OUTSIDE_POOL,
                  PostgresSettings.READERS,
                  settings.readers());
      case "57014" ->
          ("%s cancelled a statement: it took longer than the server's statement_timeout allows, or"
                  + " somebody cancelled it. See SHOW statement_timeout for this user and database, and"
                  + " what else keeps the server busy.")
              .formatted(it);
      case "40001", "40P01", "23505", "55P03" ->
          ("others changed the same entries again and again, for longer than %s (%,d ms) in %s. Raise it,"
                  + " or have fewer processes write the same keys.")
              .formatted(PostgresSettings.RETRY_TIMEOUT, settings.retryTimeout().toMillis(), it);
      case "25006" ->
          ("%s is read-only: a standby, or default_transaction_read_only is on. Name all hosts in"
                  + " larder.store (jdbc:postgresql://a,b/app), of which the primary is then taken.")
              .formatted(it);
      case "42501" ->
          "a right is missing in %s. Its owner may grant what is needed: %s"
              .formatted(it, grants());
      case "3F000", "42P01" ->
          ("a table of the schema \"%s\" is not there any more in %s. Close the store and open it again,"
                  + " which makes them anew; or restore them.")
              .formatted(database.schema(), it);
      case "26000", "42P05" ->
          ("%s forgets prepared statements: a transaction pooler is in between. Add prepareThreshold=0 to"
                  + " larder.store's parameters, or let Larder connect to the server itself.")
              .formatted(it);
      case "53100" -> "%s has no room left on its disk. Make room.".formatted(it);
      default -> null;
    };
  }

  /** What a role needs that does not own the schema. */
  String grants() {
    String schema = '"' + database.schema() + '"';
    String role = '"' + database.user() + '"';
    return ("GRANT USAGE ON SCHEMA %1$s TO %2$s; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN"
            + " SCHEMA %1$s TO %2$s; GRANT USAGE ON ALL SEQUENCES IN SCHEMA %1$s TO %2$s;")
        .formatted(schema, role);
  }

  private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /** What a pool says of a failure is that there was one. */
  private static String message(SQLException e) {
    if (e instanceof SQLTransientConnectionException
        && e.getCause() instanceof SQLException cause) {
      return message(cause);
    }
    return String.valueOf(e.getMessage()).strip().replaceFirst("\\.$", "");
  }
}
