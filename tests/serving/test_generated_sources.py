"""A site that keeps what its own generator made: those sources are used, and ours are not made."""

import shutil
from pathlib import Path

from knowledge.records import SourceFile
from serving.app import App
from serving.index import index_workspace
from serving.settings import Workspace, find_workspace

PACKAGE = "com.splwg.cm.domain.test"
SPOT = "com.splwg.ccb.domain.admin.customerClass.CustomerClassPayFreezeAlgorithmSpot"
GEN = f"""package {PACKAGE};
public abstract class CmOwnAlgComp_Gen extends com.splwg.base.support.algorithm.AbstractAlgorithmComponent
        implements CmOwnAlgComp {{
    protected final String onlyTheSitesGeneratorKnowsThis() {{ return ""; }}
}}
"""
INTERFACE = (
    f"package {PACKAGE};\npublic interface CmOwnAlgComp extends com.splwg.base.api.BusinessComponent, {SPOT} {{}}\n"
)
HAND_WRITTEN = f"""package {PACKAGE};
import com.splwg.ccb.domain.payment.payment.Payment;
/**
@AlgorithmComponent ()
 */
public class CmOwnAlgComp_Impl extends CmOwnAlgComp_Gen implements {SPOT} {{
    private String known;
    public void setPayment(Payment payment) {{ known = onlyTheSitesGeneratorKnowsThis(); }}
    public void invoke() {{ if (isNull(known)) {{ return; }} }}
}}
"""


def test_the_sites_own_generated_sources_take_the_place_of_ours(sample_site: Workspace, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(sample_site.root, root, ignore=shutil.ignore_patterns(".spotsmith"))
    folder = root / "java" / "sourcegen" / "cm" / PACKAGE.replace(".", "/")
    folder.mkdir(parents=True)
    (folder / "CmOwnAlgComp_Gen.java").write_text(GEN, encoding="utf-8")
    (folder / "CmOwnAlgComp.java").write_text(INTERFACE, encoding="utf-8")
    settings = root / "spotsmith.toml"
    settings.write_text('generated = ["java/sourcegen/cm"]\n' + settings.read_text("utf-8"), encoding="utf-8")
    workspace = find_workspace(root)
    index_workspace(workspace, lambda stage, done, total: None)
    app = App(workspace)
    try:
        review = app.check([SourceFile(f"{PACKAGE.replace('.', '/')}/CmOwnAlgComp_Impl.java", HAND_WRITTEN)])
        exemplars = app.parts.resolver.exemplar_names()
    finally:
        app.close()
    assert review.errors == ()
    assert not any(name.startswith(f"{PACKAGE}.") for name in exemplars)
