package io.larder.jcache;

import java.lang.management.ManagementFactory;
import java.net.URI;
import javax.cache.CacheException;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the platform's MBean server holds of one cache. Turning on what is on, and off what is off,
 * does nothing. Thread-safe.
 */
final class CacheBeans implements AutoCloseable {

  private final Bean configuration;
  private final Bean statistics;
  private boolean closed;

  CacheBeans(URI manager, LarderCache<?, ?> cache) {
    String name = cache.getName();
    configuration =
        new Bean(new BeanName("CacheConfiguration", manager, name), new ConfigurationBean(cache));
    statistics =
        new Bean(
            new BeanName("CacheStatistics", manager, name), new StatisticsBean(cache.statistics()));
  }

  synchronized void setManagementEnabled(boolean enabled) {
    configuration.set(enabled && !closed);
  }

  synchronized void setStatisticsEnabled(boolean enabled) {
    statistics.set(enabled && !closed);
  }

  /** Takes both out, for good. */
  @Override
  public synchronized void close() {
    closed = true;
    configuration.set(false);
    statistics.set(false);
  }

  private static final class Bean {

    private static final Logger LOG = LoggerFactory.getLogger(CacheBeans.class);

    private final BeanName name;
    private final Object bean;
    private @Nullable ObjectName registered;

    Bean(BeanName name, Object bean) {
      this.name = name;
      this.bean = bean;
    }

    void set(boolean enabled) {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      if (enabled && registered == null) {
        registered = register(server);
      } else if (!enabled && registered != null) {
        unregister(server, registered);
        registered = null;
      }
    }

    private ObjectName register(MBeanServer server) {
      for (int attempt = 1; ; attempt++) {
        ObjectName free = name.at(attempt);
        try {
          return server.registerMBean(bean, free).getObjectName();
        } catch (InstanceAlreadyExistsException taken) {
          LOG.debug("{} is another cache manager's.", free);
        } catch (JMException refused) {
          throw new CacheException("JMX refuses " + free + ": " + refused.getMessage(), refused);
        }
      }
    }

    private void unregister(MBeanServer server, ObjectName standing) {
      try {
        server.unregisterMBean(standing);
      } catch (InstanceNotFoundException gone) {
        LOG.debug("{} has been unregistered by somebody else.", standing);
      } catch (JMException refused) {
        LOG.warn("{} could not be unregistered.", standing, refused);
      }
    }
  }
}
