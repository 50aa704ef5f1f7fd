package rates;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What one unit of a currency was worth on a day. Spring's caches have no declared types, so it is
 * allow-listed.
 */
record Rate(String currency, LocalDate day, BigDecimal value) implements Serializable {}
