package io.larder.config;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** The class loader of an application that has files of its own. */
final class DirectoryLoader extends URLClassLoader {

  DirectoryLoader(Path directory) {
    super(new URL[] {url(directory)}, DirectoryLoader.class.getClassLoader());
  }

  private static URL url(Path directory) {
    try {
      return directory.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
