package io.larder.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars as SVG: a heading for each measure and below it a bar for each contender. The
 * colours are readable on light and on dark ground. One unit a chart; a logarithmic scale where the
 * bars differ by much.
 */
final class BarChart {

  private static final int LABEL_WIDTH = 150;
  private static final int BARS_WIDTH = 480;
  private static final int VALUE_WIDTH = 130;
  private static final int LINE = 20;
  private static final int BAR = 14;
  private static final double LOGARITHMIC_FROM = 30;
  private static final String TEXT = "#7d8590";
  private static final String LARDER = "#2f81f7";
  private static final String PEER = "#9e8cc9";

  private final String title;
  private final List<String> lines = new ArrayList<>();
  private final double least;
  private final double most;
  private int y = 2 * LINE;

  private BarChart(String title, List<Figure> figures) {
    this.title = title;
    this.most = figures.stream().mapToDouble(Figure::value).max().orElse(1);
    this.least =
        figures.stream().mapToDouble(Figure::value).filter(value -> value > 0).min().orElse(most);
  }

  /** Figures of the same measure must stand together. */
  static String svg(String title, List<Measure> measures, List<Figure> figures) {
    BarChart chart = new BarChart(title, figures);
    for (Measure measure : measures) {
      List<Figure> bars =
          figures.stream().filter(figure -> figure.measure().equals(measure.id())).toList();
      if (!bars.isEmpty()) {
        chart.heading(measure.title());
        bars.forEach(chart::bar);
      }
    }
    return chart.svg();
  }

  private boolean logarithmic() {
    return most / least > LOGARITHMIC_FROM;
  }

  private void heading(String text) {
    y += LINE / 2;
    text(0, text, "start", "font-weight=\"bold\" ");
    y += LINE;
  }

  private void bar(Figure figure) {
    double width = Math.max(1, BARS_WIDTH * share(figure.value()));
    text(LABEL_WIDTH - 8, figure.contender(), "end", "");
    lines.add(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\" fill=\"%s\"/>",
            LABEL_WIDTH,
            y - BAR + 3,
            width,
            BAR,
            figure.contender().startsWith("larder") ? LARDER : PEER));
    text(LABEL_WIDTH + width + 6, figure.text(), "start", "");
    y += LINE;
  }

  /** From 0 to 1. A logarithmic bar begins half an order of magnitude below the least value. */
  private double share(double value) {
    if (!logarithmic()) {
      return most == 0 ? 0 : value / most;
    }
    double zero = Math.log10(least) - 0.5;
    return value <= 0 ? 0 : (Math.log10(value) - zero) / (Math.log10(most) - zero);
  }

  private void text(double x, String text, String anchor, String more) {
    lines.add(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\" %s>%s</text>",
            x,
            y,
            anchor,
            more,
            escaped(text)));
  }

  private String svg() {
    int width = LABEL_WIDTH + BARS_WIDTH + VALUE_WIDTH;
    String shown = title + (logarithmic() ? " (logarithmic)" : "");
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" \
        font-family="sans-serif" font-size="12" fill="%s">
        <title>%s</title>
        <text x="0" y="18" font-size="14" font-weight="bold">%s</text>
        %s
        </svg>
        """
        .formatted(
            width, y, width, y, TEXT, escaped(shown), escaped(shown), String.join("\n", lines));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
