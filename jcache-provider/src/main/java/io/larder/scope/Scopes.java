package io.larder.scope;

import static java.util.Objects.requireNonNull;

import io.larder.config.CacheSettings;
import io.larder.config.Undecodable;
import io.larder.engine.Engine;
import io.larder.engine.EngineOptions;
import io.larder.engine.StoreSession;
import io.larder.engine.StoredValues;
import io.larder.jcache.LarderCacheManager;
import io.larder.scope.transfer.Area;
import io.larder.scope.transfer.Export;
import io.larder.scope.transfer.Import;
import io.larder.storage.Reap;
import io.larder.storage.Reaped;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceScan;
import io.larder.storage.StorageException;
import io.larder.storage.codec.Codecs;
import io.larder.storage.codec.SerializationFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.Factory;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;

/**
 * The scopes of a store: {@code Scopes.of(cacheManager).forUser(42).set("theme", "dark")}.
 *
 * <p>They live as long as the cache manager that they are made of and need no closing. Thread-safe.
 */
public final class Scopes {

  /** How many spaces keep their near caches while nobody uses them. */
  private static final int OPEN_SPACES = 500;

  /** Owners are many, so what one of them keeps in memory is little. */
  private static final long L1_ENTRIES_OF_AN_OWNER = 1_000;

  private final Context context;

  /** Asked one after the other. */
  private final List<ScopeResolver> resolvers;

  private Scopes(Context context, List<ScopeResolver> resolvers) {
    this.context = context;
    this.resolvers = resolvers;
  }

  /**
   * The scopes of the store that the cache manager is on; the same ones at each call.
   *
   * @param manager one of Larder's, or a {@link Scope}
   * @throws IllegalArgumentException if it is another provider's
   * @throws IllegalStateException if it is closed
   */
  public static Scopes of(CacheManager manager) {
    LarderCacheManager root = manager.unwrap(LarderCacheManager.class).root();
    return root.attached(Attached.class, Attached::open).scopes;
  }

  /** What is closed with the manager. */
  private record Attached(Scopes scopes, StoreSession session, OpenSpaces spaces, Events events)
      implements AutoCloseable {

    static Attached open(LarderCacheManager manager) {
      StoreSession session = manager.newSession();
      OpenSpaces spaces = new OpenSpaces(name -> engine(manager, session, name), OPEN_SPACES);
      Values values = new Values(() -> JsonMapping.standard());
      Map<List<String>, StoredValues> known = new ConcurrentHashMap<>();
      Function<SpaceName, StoredValues> decoding =
          name ->
              known.computeIfAbsent(
                  manager.settings().cache(name.namespace()).allowPatterns(),
                  allowed -> new StoredValues(codecs(manager, allowed)));
      Events events = new Events(session, decoding, values);
      Context context = new Context(manager, session, spaces, values, decoding, events, null);
      return new Attached(
          new Scopes(context, List.of(new EntityOwners())), session, spaces, events);
    }

    @Override
    public void close() {
      events.close();
      spaces.close();
      session.close();
    }
  }

  private static Codecs codecs(LarderCacheManager manager, List<String> allowed) {
    SerializationFilter filter = SerializationFilter.of(String.join(",", allowed));
    return Codecs.of(manager.getClassLoader(), filter);
  }

  private static Engine<String, Object> engine(
      LarderCacheManager manager, StoreSession session, SpaceName name) {
    CacheSettings settings = manager.settings().cache(name.namespace());
    ExpiryPolicy expiry =
        manager
            .settings()
            .expiry(name.namespace())
            .map(Factory::create)
            .orElseGet(EternalExpiryPolicy::new);
    boolean owned = !name.scopeType().isEmpty();
    EngineOptions<String, Object> options =
        new EngineOptions<>(
            String.class,
            Object.class,
            codecs(manager, settings.allowPatterns()),
            false,
            expiry,
            null,
            false,
            null,
            owned
                ? Math.min(settings.l1MaximumSize(), L1_ENTRIES_OF_AN_OWNER)
                : settings.l1MaximumSize(),
            settings.l1MaximumBytes(),
            settings.maximumEntries(),
            settings.maximumKeyBytes(),
            settings.maximumValueBytes(),
            settings.undecodable() == Undecodable.MISS,
            settings.history());
    return session.engine(name, null, options);
  }

  /**
   * The same scopes, which know who the current user is: {@link #forUser()} is of that one.
   *
   * @param currentUser asked anew each time
   */
  public Scopes withCurrentUser(CurrentUser currentUser) {
    return new Scopes(
        context.withCurrentUser(requireNonNull(currentUser, "currentUser")), resolvers);
  }

  /**
   * The same scopes, which know more objects that stand for an owner.
   *
   * @param first asked in this order, before those that these scopes have
   */
  public Scopes withResolvers(ScopeResolver... first) {
    List<ScopeResolver> all = new ArrayList<>(List.of(first));
    all.addAll(resolvers);
    return new Scopes(context, List.copyOf(all));
  }

  /**
   * Tells a listener of all changes, in whatever scope and namespace; of caches too, as far as
   * their keys are texts.
   *
   * @see Namespace#listen(ScopeListener)
   */
  public Listening listen(ScopeListener listener) {
    return context.events().listen(Audience.all(), requireNonNull(listener, "listener"));
  }

  /** What belongs to nobody. */
  public Scope global() {
    return new Scope(context, "", "");
  }

  /**
   * The scope of an owner.
   *
   * @param type the kind of owner, {@code customer} for instance
   * @param id which one; as its text
   * @throws IllegalArgumentException if one is empty, too long or cannot be stored
   */
  public Scope forScope(String type, Object id) {
    return new Scope(context, Names.ofScope("type", type), Names.ofScope("id", id));
  }

  /**
   * The scope of what an object stands for. Without {@link #withResolvers} these are entities of
   * JPA, by their {@code @Id}, and other objects that have {@code getId()} or {@code id()}; the
   * type is the name of the entity, or else the class, with a lower-case first letter: a {@code
   * Team} with the id 7 has the scope {@code team:7}.
   *
   * @throws IllegalArgumentException if it has no id, or none yet, or one of which no text can be
   *     made
   */
  public Scope forEntity(Object entity) {
    requireNonNull(entity, "entity");
    for (ScopeResolver resolver : resolvers) {
      Optional<ScopeResolver.Owner> owner = resolver.resolve(entity);
      if (owner.isPresent()) {
        return forScope(owner.get().type(), owner.get().id());
      }
    }
    throw new IllegalArgumentException(
        "A %s stands for no owner: it has neither @Id nor getId() or id(). Give the scopes a"
                .formatted(entity.getClass().getName())
            + " ScopeResolver for it with withResolvers, or name the owner with forScope(type,"
            + " id).");
  }

  /** The scope {@code user} with that id. */
  public Scope forUser(Object id) {
    return forScope("user", id);
  }

  /**
   * The scope of the user who is logged in at this moment. It stays that user's, whoever uses it.
   *
   * @throws IllegalStateException if nobody is, or these scopes are not {@link #withCurrentUser}
   */
  public Scope forUser() {
    CurrentUser current = context.currentUser();
    if (current == null) {
      throw new IllegalStateException(
          "Who the current user is is not known: give the scopes a CurrentUser with"
              + " withCurrentUser, or name the user with forUser(id).");
    }
    return forUser(
        current
            .id()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Nobody is logged in, so there is no scope of the current user; forUser(id)"
                            + " names a user.")));
  }

  /** The scope {@code team} with that id. */
  public Scope forTeam(Object id) {
    return forScope("team", id);
  }

  /** The scope {@code group} with that id. */
  public Scope forGroup(Object id) {
    return forScope("group", id);
  }

  /** The scope {@code organization} with that id. */
  public Scope forOrganization(Object id) {
    return forScope("organization", id);
  }

  /**
   * The scopes of a type of which anything was stored since they were last destroyed, in the order
   * of their ids. Read page by page as the stream is consumed, which cannot be parallel.
   */
  public Stream<Scope> ofType(String type) {
    SpaceScan scan = SpaceScan.ofType(Names.ofScope("type", type), SpacePages.PAGE);
    AtomicReference<String> last = new AtomicReference<>("");
    return SpacePages.stream(context.store(), scan)
        .map(SpaceName::scopeId)
        .filter(id -> !id.equals(last.getAndSet(id)))
        .map(id -> forScope(type, id));
  }

  /**
   * Removes what has expired from the whole store now, in small batches, with what is left of
   * values that were deleted or cleared. Nobody needs to call it: it is done in the background each
   * second unless {@code larder.housekeeping} is off, and what has expired is not seen in any case.
   *
   * @return how many expired entries this call has removed; those of the last two seconds stay,
   *     since an access that prolongs them may be on its way
   * @throws CacheException if the store fails; what was removed before stays so
   */
  public long cleanup() {
    long expired = 0;
    Reaped reaped;
    do {
      try {
        reaped = context.store().reap(Reap.DEFAULT);
      } catch (StorageException failure) {
        throw new CacheException("The cleanup has failed: " + failure.getMessage(), failure);
      }
      expired += reaped.expired();
    } while (reaped.more());
    return expired;
  }

  /** Exports the whole store: the entries of all scopes and of all caches. */
  public Export exporter() {
    return exporter(Area.store());
  }

  /** Exports all namespaces and caches of a scope. */
  public Export exporterOf(Scope scope) {
    return exporter(Area.scope(scope.scopeType(), scope.scopeId()));
  }

  /** Exports one namespace. */
  public Export exporterOfNamespace(Namespace of) {
    return exporter(Area.namespace(of.scopeType(), of.scopeId(), of.namespace()));
  }

  private Export exporter(Area area) {
    return Export.of(context.store(), context.manager().settings()::cache, area);
  }

  /** Imports files, whatever scopes they are of, caches included. */
  public Import importer() {
    return importer(Area.store());
  }

  /** Imports of files what is of a scope. */
  public Import importerOf(Scope scope) {
    return importer(Area.scope(scope.scopeType(), scope.scopeId()));
  }

  /** Imports of files what is of one namespace. */
  public Import importerOfNamespace(Namespace of) {
    return importer(Area.namespace(of.scopeType(), of.scopeId(), of.namespace()));
  }

  private Import importer(Area area) {
    return Import.of(context.store(), context.manager().settings()::cache, context::actor, area);
  }
}
