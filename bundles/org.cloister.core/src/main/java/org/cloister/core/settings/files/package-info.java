/** Settings from a folder of files: read strictly, judged before they count, watched while the framework runs. */
package org.cloister.core.settings.files;
