package io.larder.benchmarks;

import io.larder.benchmarks.report.Figure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that prints figures, run in one JVM after the other for several contenders.
 *
 * @param flags of those JVMs
 * @param contenders each the first argument of one run
 * @param arguments the other arguments
 */
record ChildPart(
    String name,
    Class<?> main,
    List<String> flags,
    List<String> contenders,
    List<? extends Object> arguments)
    implements Part {

  @Override
  public List<Figure> run() throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    for (String contender : contenders) {
      List<Object> all = new ArrayList<>(arguments);
      all.add(0, contender);
      List<Figure> measured = ChildJvm.figures(main, flags, all.toArray());
      measured.forEach(figure -> System.out.println(figure.line()));
      figures.addAll(measured);
    }
    return figures;
  }
}
