import re, traceback, time
from django.db import connection
from django.test.utils import CaptureQueriesContext
from sharewell_hub.disclosures.tests.conftest import *
from sharewell_hub.disclosures.tests.conftest import boxes
from sharewell_hub.disclosures.answering import accept_limits
from sharewell_hub.disclosures.queries import *
OUT=open('/tmp/queries.txt','a')
class Where:
    def __init__(self): self.n=[]
    def __call__(self, execute, sql, params, many, context):
        fr=[f for f in traceback.extract_stack() if 'sharewell_hub' in f.filename and 'test_zz' not in f.filename]
        at=' < '.join(f"{f.filename.split('sharewell_hub/')[1]}:{f.lineno}" for f in fr[-4:][::-1])
        t=time.perf_counter(); r=execute(sql,params,many,context); t=time.perf_counter()-t
        m=re.search(r'(FROM|INTO|UPDATE) "?(\w+)',sql); self.n.append(f"{t*1000:5.2f} {sql[:7]:7} {m.group(2) if m else sql[:60]!r:35} {at}")
        return r
def go(name, f):
    f() if name.startswith('GET') else None
    w=Where()
    t=time.perf_counter()
    with connection.execute_wrapper(w): r=f()
    t=time.perf_counter()-t
    print('=====',name,len(w.n),'%.1f ms'%(t*1000), getattr(r,'status_code',''),file=OUT)
    print('\n'.join(w.n),file=OUT); OUT.flush()
def test_it(browser_of, teacher, social_worker, sent, decision, front_door):
    OUT.truncate(0)
    b=browser_of(teacher)
    go('GET record', lambda: b.get(f'/decisions/{decision.pk}'))
    go('GET desk', lambda: b.get('/desk'))
    go('GET disclosure', lambda: b.get(f'/disclosures/{sent.pk}'))
    r=browser_of(social_worker)
    ref=sent.reference
    go('GET received', lambda: r.get(f'/received/{ref}'))
    go('POST accept', lambda: r.post(f'/received/{ref}/accept', {'purpose':'on','limits':'on'}))
    go('GET received2', lambda: r.get(f'/received/{ref}'))
    d2=decide(teacher)
    go('POST check', lambda: b.post(f'/decisions/{d2.pk}/share/check', boxes(d2,front_door)))
    go('POST check send', lambda: b.post(f'/decisions/{d2.pk}/share/check', boxes(d2,front_door)|{'step':'send'}))
