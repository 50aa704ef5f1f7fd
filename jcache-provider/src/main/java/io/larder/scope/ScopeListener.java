package io.larder.scope;

/**
 * Is told of changes: of a namespace ({@link Namespace#listen}), of a scope ({@link
 * Scope#listenAll}) or of all of them ({@link Scopes#listen}).
 *
 * <p>All listeners of one cache manager are called on one thread, one event after the other, once
 * the change has been made. So a listener may use the scopes as it likes, but one that takes its
 * time keeps the others waiting. What it throws is logged and changes nothing.
 *
 * <p>What these scopes change themselves is told once, in order for each key. What others have
 * changed (other nodes, and caches of this process) is told at least once, conflated: of a key that
 * was changed several times meanwhile, the last state.
 */
@FunctionalInterface
public interface ScopeListener {

  /** A change was made. */
  void onEvent(ScopeEvent event);
}
