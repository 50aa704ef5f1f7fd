package shop;

import java.math.BigDecimal;

/** What lies in a cart; kept as JSON. */
record Item(String name, int quantity, BigDecimal price) {

  BigDecimal total() {
    return price.multiply(BigDecimal.valueOf(quantity));
  }
}
