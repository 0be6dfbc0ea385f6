package org.cloister.softsev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.softsev.model.PlatformSettings;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The configuration, its description for tools and the settings say the same. */
class ConfigurationTest {
    private static final File DESCRIPTION = new File("OSGI-INF/metatype/org.cloister.softsev.xml");

    @Test
    void defaultsAreThoseOfThePlatform() {
        SoftSevConfiguration defaults = (SoftSevConfiguration) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {SoftSevConfiguration.class},
                (proxy, method, arguments) -> method.getDefaultValue());
        PlatformFacts facts = new SoftSev(defaults).facts();
        assertThat(facts).isEqualTo(new SoftSev(PlatformSettings.DEFAULT).facts());
        assertThat(defaults.generation()).isEqualTo(PlatformSettings.DEFAULT.generation());
        assertThat(defaults.asid_max()).isEqualTo(PlatformSettings.DEFAULT.maxAsid());
    }

    @Test
    void descriptionNamesEverySettingWithItsDefault() throws Exception {
        Map<String, String> declared = Arrays.stream(SoftSevConfiguration.class.getDeclaredMethods())
                .collect(Collectors.toMap(setting(), method -> String.valueOf(method.getDefaultValue())));
        assertThat(described()).isEqualTo(declared);
    }

    // Declarative Services make a dot of each underscore (specification 112.8.2.1).
    private static Function<Method, String> setting() {
        return method -> method.getName().replace('_', '.');
    }

    private static Map<String, String> described() throws Exception {
        NodeList nodes = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(DESCRIPTION)
                .getElementsByTagName("AD");
        Map<String, String> defaults = new HashMap<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            Element setting = (Element) nodes.item(i);
            defaults.put(setting.getAttribute("id"), setting.getAttribute("default"));
        }
        return defaults;
    }
}
