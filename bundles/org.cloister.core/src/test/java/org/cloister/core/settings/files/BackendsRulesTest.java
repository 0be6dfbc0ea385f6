// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.cloister.api.Problem;
import org.cloister.core.swap.BackendFolderConfiguration;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class BackendsRulesTest {
    private static final File DESCRIPTION = new File("OSGI-INF/metatype/org.cloister.core.backends.xml");

    private final BackendsRules rules = new BackendsRules();

    @Test
    void descriptionForToolsNamesEverySettingWithItsDefault() throws Exception {
        Map<String, String> described = new HashMap<>();
        NodeList nodes = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(DESCRIPTION)
                .getElementsByTagName("AD");
        for (int i = 0; i < nodes.getLength(); i++) {
            Element setting = (Element) nodes.item(i);
            described.put(setting.getAttribute("id"), setting.getAttribute("default"));
        }
        assertThat(described).isEqualTo(rules.defaults());
    }

    /** Declarative Services make a dot of each underscore (specification 112.8.2.1). */
    @Test
    void everySettingOfTheComponentIsOneOfTheRules() {
        assertThat(Stream.of(BackendFolderConfiguration.class.getDeclaredMethods())
                        .map(method -> method.getName().replace('_', '.')))
                .containsExactlyInAnyOrderElementsOf(rules.defaults().keySet());
    }

    @Test
    void whatIsWrongIsToldWithItsKey() {
        assertThat(rules.wrong(Map.of("folder", "/x", "canary", "true"))).isEmpty();
        assertThat(rules.wrong(Map.of("folder", " ", "canary", "maybe")))
                .extracting(Problem::where)
                .containsExactly("folder", "canary");
        assertThat(rules.wrong(Map.of("folder", "/x\0y")))
                .extracting(Problem::where)
                .containsExactly("folder");
    }
}
