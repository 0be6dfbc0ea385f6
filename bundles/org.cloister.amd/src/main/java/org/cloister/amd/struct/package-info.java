/**
 * AMD's structures as tables of fields: reading, writing and showing them field by field.
 *
 * <p>No parameter and no result is null unless stated otherwise.
 */
@Version("1.0.0")
package org.cloister.amd.struct;

import org.osgi.annotation.versioning.Version;
