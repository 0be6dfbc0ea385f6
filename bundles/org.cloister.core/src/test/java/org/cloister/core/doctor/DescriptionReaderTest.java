// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptionReaderTest {
    @TempDir
    Path folder;

    private List<ComponentDescription> read(String xml) throws Exception {
        return DescriptionReader.read(
                Files.writeString(folder.resolve("x.xml"), xml).toUri().toURL());
    }

    @Test
    void eachComponentHasWhatStandsInIt() throws Exception {
        List<ComponentDescription> read = read("""
                <components xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0">
                  <scr:component name="one">
                    <property name="service.ranking" type="Integer" value="100"/>
                    <implementation class="a.One"/>
                    <service><provide interface="x.Y"/><provide interface="x.Z"/></service>
                  </scr:component>
                  <scr:component name="two">
                    <implementation class="a.Two"/>
                    <property name="service.ranking" type="Integer">
                      -7
                    </property>
                  </scr:component>
                  <scr:component name="three"><implementation class="a.Three"/></scr:component>
                </components>
                """);
        assertThat(read)
                .containsExactly(
                        new ComponentDescription("a.One", List.of("x.Y", "x.Z"), OptionalInt.of(100)),
                        new ComponentDescription("a.Two", List.of(), OptionalInt.of(-7)),
                        new ComponentDescription("a.Three", List.of(), OptionalInt.empty()));
    }

    @Test
    void aRankingThatIsNoNumberIsNone() throws Exception {
        assertThat(read("<component><property name=\"service.ranking\" value=\"high\"/></component>"))
                .extracting(ComponentDescription::ranking)
                .containsExactly(OptionalInt.empty());
    }

    @Test
    void whatIsNotXmlIsRefusedAndNothingElseIsRead() {
        assertThatThrownBy(() -> read("<component><")).isInstanceOf(XMLStreamException.class);
        String outside = "<!DOCTYPE c [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><component>&e;</component>";
        assertThatThrownBy(() -> read(outside)).isInstanceOf(XMLStreamException.class);
    }
}
