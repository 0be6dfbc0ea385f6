// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** A small bundle, made when a test runs. Classes are taken from those of the tests. */
final class TestBundle {
    private final String name;
    private final Manifest manifest = new Manifest();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    TestBundle(String name, String version) {
        this.name = name;
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        header(Constants.BUNDLE_MANIFESTVERSION, "2");
        header(Constants.BUNDLE_SYMBOLICNAME, name);
        header(Constants.BUNDLE_VERSION, version);
    }

    TestBundle header(String key, String value) {
        manifest.getMainAttributes().putValue(key, value);
        return this;
    }

    /** Says that it brings a guest type. */
    TestBundle brings(String type) {
        return header(Constants.PROVIDE_CAPABILITY, "org.cloister.guest.type;org.cloister.guest.type=\"" + type + '"');
    }

    /**
     * A component that provides a service.
     *
     * @param inside more of its description, such as references
     */
    TestBundle component(Class<?> implementation, String service, String attributes, String inside) {
        String path = "OSGI-INF/" + implementation.getName() + ".xml";
        String xml = """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%s" %s>
                  <implementation class="%s"/>
                  <service><provide interface="%s"/></service>
                  %s
                </scr:component>
                """.formatted(name + ".component", attributes, implementation.getName(), service, inside);
        header("Service-Component", path);
        entries.put(path, xml.getBytes(StandardCharsets.UTF_8));
        return with(implementation);
    }

    TestBundle with(Class<?> type) {
        String path = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
            entries.put(path, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** With a class and what is declared in it. */
    TestBundle withNestOf(Class<?> type) {
        for (Class<?> member : type.getNestMembers()) {
            with(member);
        }
        return this;
    }

    Bundle install(BundleContext context) throws BundleException {
        return context.installBundle("test:" + name, new ByteArrayInputStream(bytes()));
    }

    Path write(Path folder) throws IOException {
        return Files.write(folder.resolve(name + ".jar"), bytes());
    }

    private byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
