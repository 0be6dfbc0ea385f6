// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;

/** A bundle's file is looked into once: a framework may keep one open that is read while it goes. */
class DescriptionsTest {
    private static final String ENTRY = "OSGI-INF/a.xml";
    private static final String DESCRIPTION = """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="a">
              <implementation class="a.A"/>
              <service><provide interface="a.Service"/></service>
            </scr:component>
            """;

    @TempDir
    Path folder;

    private BundleRevision revision = revision();
    private int looks;
    private final Bundle bundle = (Bundle) proxy(Bundle.class, (method, argument) -> switch (method) {
        case "getHeaders" -> headers();
        case "adapt" -> revision;
        case "getEntryPaths" -> {
            looks++;
            yield Collections.enumeration(List.of(ENTRY));
        }
        case "getEntry" -> folder.resolve("a.xml").toUri().toURL();
        default -> throw new UnsupportedOperationException(method);
    });

    private interface Answer {
        Object to(String method, Object argument) throws Exception;
    }

    private static Object proxy(Class<?> type, Answer answer) {
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> answer.to(method.getName(), arguments == null ? null : arguments[0]);
                });
    }

    private static BundleRevision revision() {
        return (BundleRevision) proxy(BundleRevision.class, (method, argument) -> null);
    }

    private static Dictionary<String, String> headers() {
        Dictionary<String, String> headers = new Hashtable<>();
        headers.put("Service-Component", ENTRY);
        return headers;
    }

    @BeforeEach
    void write() throws Exception {
        Files.writeString(folder.resolve("a.xml"), DESCRIPTION);
    }

    private void read() {
        assertThat(Descriptions.of(bundle).components())
                .singleElement()
                .satisfies(component -> assertThat(component.services()).containsExactly("a.Service"));
    }

    @Test
    void whatIsKnownIsNotLookedFor() {
        read();
        read();
        assertThat(looks).isOne();
        assertThat(Descriptions.provides(bundle, "a.Service")).isTrue();
        assertThat(looks).isOne();
    }

    @Test
    void anUpdatedOneIsReadAnew() {
        read();
        revision = revision();
        read();
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void whatCouldNotBeReadIsReadAnew() throws Exception {
        Files.writeString(folder.resolve("a.xml"), "<scr:component");
        assertThat(Descriptions.of(bundle).fault()).isPresent();
        write();
        read();
    }

    @Test
    void nothingIsKeptOfOneThatIsGone() {
        revision = null;
        read();
        read();
        assertThat(looks).isEqualTo(2);
    }
}
