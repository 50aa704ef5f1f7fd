package io.larder.scope;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tree of values of several layers. Where one layer has a value and another one values below it,
 * the nearer one's count, as if the layers were laid over one another from the farthest on.
 */
final class LayeredTree {

  private final Branch root = new Branch(Integer.MAX_VALUE);

  /** A branch; of layers beyond {@code visible} there is a value in its place. */
  private static final class Branch extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1L;

    private final int visible;

    Branch(int visible) {
      this.visible = visible;
    }
  }

  /**
   * Adds a value; they come in the order of their keys.
   *
   * @param path the key below the tree's root
   * @throws NestingException if a part of it is a leaf and a branch in one layer
   */
  void put(String path, SourcedValue value) {
    Branch branch = root;
    int start = 0;
    for (int dot = path.indexOf(KeyTree.DOT); dot >= 0; dot = path.indexOf(KeyTree.DOT, start)) {
      String part = path.substring(start, dot);
      Object standing = branch.get(part);
      if (standing instanceof SourcedValue leaf && leaf.layer() < value.layer()) {
        return;
      }
      if (standing instanceof SourcedValue leaf && leaf.layer() == value.layer()) {
        throw new NestingException(
            "There is a value under '%s' and one under '%s' in %s, so no tree can be made of them."
                .formatted(leaf.key(), value.key(), value.source()));
      }
      Branch below;
      if (standing instanceof Branch there) {
        below = there;
      } else {
        below =
            new Branch(standing instanceof SourcedValue leaf ? leaf.layer() : Integer.MAX_VALUE);
        branch.put(part, below);
      }
      if (value.layer() > below.visible) {
        return;
      }
      branch = below;
      start = dot + 1;
    }
    branch.put(path.substring(start), value);
  }

  /** The tree with the values themselves. */
  Map<String, Object> toMaps() {
    Deque<Branch> branches = new ArrayDeque<>();
    branches.add(root);
    while (!branches.isEmpty()) {
      Branch branch = branches.remove();
      branch.replaceAll((part, below) -> below instanceof SourcedValue leaf ? leaf.value() : below);
      branch.values().stream()
          .filter(Branch.class::isInstance)
          .map(Branch.class::cast)
          .forEach(branches::add);
    }
    return root;
  }
}
