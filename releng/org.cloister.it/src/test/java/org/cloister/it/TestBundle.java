package org.cloister.it;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
<<<<<<< HEAD
=======
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
>>>>>>> c7bbb4e (Name the first cause of a guest type that is not there)
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
<<<<<<< HEAD
import org.osgi.framework.BundleActivator;
=======
>>>>>>> c7bbb4e (Name the first cause of a guest type that is not there)
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

<<<<<<< HEAD
/** Makes a bundle of one class of these tests, so that it sees the packages of the framework's bundles. */
final class TestBundle {
    private TestBundle() {}

    static Bundle start(BundleContext framework, Class<? extends BundleActivator> activator, String imports)
            throws IOException, BundleException {
        Bundle bundle = framework.installBundle(activator.getName(), new ByteArrayInputStream(jar(activator, imports)));
        bundle.start();
        return bundle;
    }

    private static byte[] jar(Class<?> activator, String imports) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, activator.getName());
        headers.putValue(Constants.BUNDLE_ACTIVATOR, activator.getName());
        headers.putValue(Constants.IMPORT_PACKAGE, imports);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String entry = activator.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
                InputStream code = activator.getClassLoader().getResourceAsStream(entry)) {
            jar.putNextEntry(new JarEntry(entry));
            code.transferTo(jar);
=======
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
>>>>>>> c7bbb4e (Name the first cause of a guest type that is not there)
        }
        return bytes.toByteArray();
    }
}
