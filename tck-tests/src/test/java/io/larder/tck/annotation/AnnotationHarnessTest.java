package io.larder.tck.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import javax.cache.annotation.BeanProvider;
import manager.ClassLevelCacheConfigBlogManagerImpl;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;

/** The TCK passes by what it does not run; these tests see that it runs. */
class AnnotationHarnessTest {

  @Test
  void theTckFindsInterceptedBeans() {
    BeanProvider provider = ServiceLoader.load(BeanProvider.class).findFirst().orElseThrow();
    Object bean = provider.getBeanByType(ClassLevelCacheConfigBlogManagerImpl.class);
    assertThat(AopUtils.isCglibProxy(bean)).isTrue();
  }

  @Test
  void onlyTheTestThatFailsOnPurposeIsExcluded() throws IOException {
    try (var list = getClass().getResourceAsStream("/ExcludeList")) {
      List<String> excluded =
          new String(list.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .toList();
      assertThat(excluded).containsExactly("org.jsr107.tck.CachingTest#dummyTest");
    }
  }
}
