package io.larder.config;

import com.typesafe.config.Config;
import io.larder.storage.StoreOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads every source, lays them over each other by precedence, and makes the settings of them. */
final class SettingsLoader {

  private static final String RESERVED = "_larder.";

  private final Environment around;
  private final Problems problems = new Problems();
  private final ConfigurationFile files;

  SettingsLoader(ClassLoader loader, Environment around) {
    this.around = around;
    this.files = new ConfigurationFile(loader, problems);
  }

  Settings load(URI uri, Map<String, String> properties) {
    Config reference = files.reference();
    problems.throwIfAny();
    List<Assignment> defaults = builtIn(reference);
    Catalogue catalogue =
        new Catalogue(defaults.stream().map(Assignment::name).collect(Collectors.toSet()));

    List<Assignment> layered = new ArrayList<>();
    ManagerUri parsed = ManagerUri.parse(uri, problems);
    parsed
        .store()
        .ifPresent(
            store -> layered.add(Assignment.general(Catalogue.STORE, store, ManagerUri.SOURCE)));
    FlatSource flat = new FlatSource(catalogue, problems);
    List<Assignment> given = flat.properties(properties, name -> "manager property " + name);
    given.forEach(assignment -> refuseContradiction(parsed, assignment));
    layered.addAll(given);
    layered.addAll(flat.properties(around.system(), name -> "-D" + name));
    layered.addAll(flat.variables(around.variables()));
    layered.addAll(file(parsed, layered, catalogue));
    layered.addAll(defaults);

    Settings settings = settings(new Layers(layered), catalogue);
    problems.throwIfAny();
    return settings;
  }

  private static List<Assignment> builtIn(Config reference) {
    return reference.getConfig("larder").entrySet().stream()
        .map(
            entry ->
                Assignment.general(
                    Catalogue.PREFIX + entry.getKey(),
                    HoconSource.text(entry.getValue()),
                    "built-in default"))
        .toList();
  }

  /** The URI and the properties are given in one call: there neither is meant to win. */
  private void refuseContradiction(ManagerUri uri, Assignment property) {
    Optional<String> other =
        switch (property.fullName()) {
          case Catalogue.STORE -> uri.store();
          case Catalogue.CONFIG -> uri.file().map(URI::toString);
          default -> Optional.empty();
        };
    other
        .filter(named -> !named.strip().equals(property.text().strip()))
        .ifPresent(
            named ->
                problems.refused(
                    property,
                    "the same as in the manager's URI, which says '%s', or one of the two"
                        .formatted(Redaction.of(named))));
  }

  private List<Assignment> file(ManagerUri uri, List<Assignment> above, Catalogue catalogue) {
    Optional<Assignment> named =
        above.stream().filter(a -> a.name().equals(Catalogue.CONFIG)).findFirst();
    String source =
        uri.file().isPresent() ? ManagerUri.SOURCE : named.map(Assignment::source).orElse("");
    List<Assignment> found =
        uri.file()
            .or(() -> named.flatMap(this::fileUri))
            .flatMap(file -> files.read(file, source))
            .map(section -> new HoconSource(catalogue, problems).read(section))
            .orElse(List.of());
    found.stream()
        .filter(a -> a.name().equals(Catalogue.CONFIG))
        .forEach(a -> problems.refused(a, "nothing here; in a file, write include instead"));
    return found;
  }

  private Optional<URI> fileUri(Assignment assignment) {
    String text = assignment.text().strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<URI> file = ManagerUri.parse(new URI(text), new Problems()).file();
      if (file.isPresent()) {
        return file;
      }
    } catch (URISyntaxException notAUri) {
      problems.refused(assignment, ManagerUri.FILES + " (" + notAUri.getReason() + ')');
      return Optional.empty();
    }
    problems.refused(assignment, ManagerUri.FILES);
    return Optional.empty();
  }

  private Settings settings(Layers layers, Catalogue catalogue) {
    SettingReader reader = new SettingReader(layers, problems);
    Map<String, String> backend = new TreeMap<>();
    catalogue.ofBackends().forEach(name -> backend.put(name, layers.of(name).text()));
    Settings.CacheTemplate template =
        new Settings.CacheTemplate(reader.cache(null), reader.expiry(null));
    Map<String, Settings.CacheTemplate> caches = new HashMap<>();
    for (String cache : layers.caches()) {
      if (cache.startsWith(RESERVED)) {
        problems.add(
            "larder.caches.\"%s\": names that begin with %s are Larder's own."
                .formatted(cache, RESERVED));
      }
      caches.put(cache, new Settings.CacheTemplate(reader.cache(cache), reader.expiry(cache)));
    }
    return new Settings(
        reader.store(),
        layers.of(Catalogue.STORE).source(),
        new StoreOptions(reader.durability(), InstantSource.system(), backend),
        template,
        caches);
  }
}
