package io.larder.scope.transfer;

import io.larder.config.CacheSettings;
import io.larder.config.HistorySettings;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import java.util.function.Function;

/** How spaces are opened: as whoever else of this opener does it, or their bounds would change. */
final class Openings {

  private Openings() {}

  static SpaceOptions of(Function<String, CacheSettings> settings, SpaceName space) {
    if (space.namespace().startsWith(Area.HISTORY)) {
      String of = space.namespace().substring(Area.HISTORY.length());
      HistorySettings kept = settings.apply(of).history();
      return kept == null ? SpaceOptions.DEFAULT : new SpaceOptions(kept.maximumEntries());
    }
    return new SpaceOptions(settings.apply(space.namespace()).maximumEntries());
  }
}
