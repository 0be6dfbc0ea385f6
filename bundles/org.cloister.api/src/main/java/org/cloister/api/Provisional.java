// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The type is not settled. A minor version of its package may change or remove what is in it; everything that is not
 * marked so changes only with a new major version. Who uses or implements it builds again for each minor version of its
 * package. Who wants resolvers to see to that imports the package up to the next one, such as {@code [1.1,1.2)}; bnd
 * does not know of this mark and writes {@code [1.1,2)}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Provisional {
    /** What will still change, in a sentence. */
    String value();
}
