// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The jars that an artifact's pom names, and the poms of those in turn: ours from a folder, by the layout of Maven's
 * repositories and with their checksums, those of others from the class path of the tests, as if from Maven Central.
 */
final class MavenClosure {
    private final Path repository;
    private final Map<String, Path> jars = new LinkedHashMap<>();

    private MavenClosure(Path repository) {
        this.repository = repository;
    }

    /** Jars by coordinates, those of the artifact itself first. */
    static Map<String, Path> of(Path repository, String group, String artifact, String version) throws Exception {
        MavenClosure closure = new MavenClosure(repository);
        closure.add(group, artifact, version);
        return closure.jars;
    }

    private void add(String group, String artifact, String version) throws Exception {
        String coordinates = group + ":" + artifact + ":" + version;
        if (jars.containsKey(coordinates)) {
            return;
        }
        if (!group.equals("org.cloister")) {
            Path jar = ClassPathJar.of(artifact);
            assertThat(jar.getFileName()).hasToString(artifact + "-" + version + ".jar");
            jars.put(coordinates, jar);
            return;
        }
        Path folder =
                repository.resolve(group.replace('.', '/')).resolve(artifact).resolve(version);
        String name = artifact + "-" + version;
        jars.put(coordinates, whole(folder.resolve(name + ".jar")));
        Element pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(whole(folder.resolve(name + ".pom")).toFile())
                .getDocumentElement();
        assertThat(text(pom, "artifactId")).isEqualTo(artifact);
        NodeList dependencies = pom.getElementsByTagName("dependency");
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element one = (Element) dependencies.item(i);
            add(text(one, "groupId"), text(one, "artifactId"), text(one, "version"));
        }
    }

    /** A file that is as its checksums say. */
    static Path whole(Path file) throws Exception {
        byte[] content = Files.readAllBytes(file);
        for (Map.Entry<String, String> one :
                Map.of("sha1", "SHA-1", "sha256", "SHA-256").entrySet()) {
            byte[] digest = MessageDigest.getInstance(one.getValue()).digest(content);
            assertThat(file.resolveSibling(file.getFileName() + "." + one.getKey()))
                    .hasContent(HexFormat.of().formatHex(digest));
        }
        return file;
    }

    private static String text(Element parent, String name) {
        return parent.getElementsByTagName(name).item(0).getTextContent();
    }
}
