import base64
import hashlib
import hmac
import re
import struct
import time

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.apps import promised
from tests.apps.engagements.work import PROFILE
from tests.cast import NOW
from yakusoku.apps.accounts import services as acc
from yakusoku.apps.accounts.models import *
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.engagements import services as eng
from yakusoku.apps.inspections import services as insv
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.specifications.services import publish
from yakusoku.domain.engagements.decisions import Decision, Verdict
from yakusoku.domain.inspections.answers import *
from yakusoku.domain.inspections.schedule import InspectionKind

X='"><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}'
def test_auth(cast, settings, mailoutbox):
    from django.core.cache import cache; cache.clear()
    cast.owner.set_password("correct-horse-9x"); cast.owner.save()
    c=Client(); L="/account/login/"
    print("next evil:", c.post(L+"?next=//evil.example/x",{"login":cast.owner.email,"password":"correct-horse-9x"}).get("Location"))
    print("next evil2:", Client().post(L,{"login":cast.owner.email,"password":"correct-horse-9x","next":"https://evil.example"}).get("Location"))
    print("lang:", c.post("/language/",{"language":"en","next":"https://evil.example"}).get("Location"), c.post("/language/",{"language":"en"},HTTP_REFERER="https://evil.example/").get("Location"))
    print("cookie",{k:(v["httponly"],v["samesite"],v["secure"]) for k,v in c.cookies.items()})
    for p in ["/account/signup/","/account/email/","/account/password/set/","/account/confirm-email/","/account/reauthenticate/","/account/2fa/","/account/3rdparty/","/account/3rdparty/signup/","/account/inactive/","/account/oidc/oidc/login/","/account/oidc/x/login/callback/","/account/login/code/confirm/","/account/logout/","/account/password/reset/key/1-set-password/","/account/password/reset/key/AAA-bbb/", "/account/2fa/authenticate/","/account/2fa/webauthn/add/","/account/sessions/"]:
        for who,cl in (("visitor",Client()),("user",c)):
            try: r=cl.get(p); print(who,p,r.status_code,r.get("Location",""))
            except Exception as e: print("BUG",who,p,repr(e)[:120])
    r=Client().post("/account/signup/",{"email":"new@x.example","password1":"zzz-long-pw-1","password2":"zzz-long-pw-1"}); print("signup",r.status_code,User.objects.filter(email="new@x.example").exists())
    a=Client().post("/account/password/reset/",{"email":cast.owner.email}); b=Client().post("/account/password/reset/",{"email":"nobody@x.example"})
    print("reset",a.status_code,b.status_code,a.get("Location"),b.get("Location"),[m.to for m in mailoutbox])
    a=Client().post(L,{"login":cast.policy.email,"password":"x"}); b=Client().post(L,{"login":"nobody@x.example","password":"x"})
    strip=lambda t: re.sub(r'(csrfmiddlewaretoken" value="|value=")[^"]*',"",t.content.decode())
    import difflib; print("login same",strip(a)==strip(b)); print("\n".join(l for l in difflib.unified_diff(strip(a).split("\n"),strip(b).split("\n"),n=0))[:600])
    cache.clear(); print("rate",[Client().post(L,{"login":cast.owner.email,"password":"bad"}).status_code for _ in range(8)], Client().post(L,{"login":cast.owner.email,"password":"correct-horse-9x"}).status_code)
    print("rate case", [Client().post(L,{"login":cast.owner.email.upper(),"password":"bad"}).status_code for _ in range(3)])
    cache.clear()
    print("ip rate", [("続けて" in Client().post(L,{"login":f"u{i}@x.example","password":"bad"}).content.decode()) for i in range(13)])
    print("ip spoof", [Client().post(L,{"login":f"u{i}@x.example","password":"bad"},HTTP_X_FORWARDED_FOR=f"1.2.3.{i}").status_code for i in range(3)])
    cache.clear()
    t,secret=acc.make_api_token(cast.owner,cast.city,"x",at=NOW); H={"HTTP_AUTHORIZATION":"Bearer "+secret}
    print("token",Client().get("/api/v1/engagements",**H).status_code, end=" ")
    cast.owner.is_active=False; cast.owner.save(); print(Client().get("/api/v1/engagements",**H).status_code, "session of inactive:",c.get("/").status_code, "login inactive", Client().post(L,{"login":cast.owner.email,"password":"correct-horse-9x"}).get("Location"))
    mailoutbox.clear(); r=Client().post("/account/password/reset/",{"email":cast.owner.email}); print("reset inactive",[m.to for m in mailoutbox])
    cast.owner.is_active=True; cast.owner.save(); acc.revoke_api_token(t,by=cast.owner,at=NOW); print("revoked",Client().get("/api/v1/engagements",**H).status_code)
    c1,c2=Client(),Client(); [x.post(L,{"login":cast.owner.email,"password":"correct-horse-9x"}) for x in (c1,c2)]
    n=AuditEntry.objects.count()
    r=c1.post("/account/password/change/",{"oldpassword":"correct-horse-9x","password1":"new-horse-77-zz","password2":"new-horse-77-zz"}); print("change",r.status_code,c1.get("/").status_code,"other:",c2.get("/").status_code,"audit",[e.code for e in AuditEntry.objects.filter(sequence__gt=n)])
    print("reauth",c1.post("/account/reauthenticate/",{"password":"new-horse-77-zz"}).status_code)
    r=c1.get("/account/2fa/totp/activate/"); print("totp page",r.status_code,r.get("Location"))
    if r.status_code==200:
        key=c1.session["mfa.totp.secret"] if "mfa.totp.secret" in c1.session else re.search(r'\b([A-Z2-7]{16,})\b',r.content.decode())[1]
        def code(k,t=None):
            h=hmac.new(base64.b32decode(k+"="*(-len(k)%8)),struct.pack(">Q",int((t or time.time())//30)),hashlib.sha1).digest(); o=h[-1]&15
            return "%06d"%((struct.unpack(">I",h[o:o+4])[0]&0x7fffffff)%10**6)
        n=AuditEntry.objects.count()
        r=c1.post("/account/2fa/totp/activate/",{"code":code(key)}); print("totp act",r.status_code,r.get("Location"),"audit",[e.code for e in AuditEntry.objects.filter(sequence__gt=n)])
        c3=Client(); r=c3.post(L,{"login":cast.owner.email,"password":"new-horse-77-zz"}); print("login",r.get("Location"),c3.get("/").status_code)
        print("totp brute",[c3.post("/account/2fa/authenticate/",{"code":"%06d"%i}).status_code for i in range(8)],c3.get("/").status_code)
        cache.clear()
        c3=Client(); r=c3.post(L,{"login":cast.owner.email,"password":"new-horse-77-zz"}); r=c3.post("/account/2fa/authenticate/",{"code":code(key)}); print("second factor",r.status_code,r.get("Location"),c3.get("/").status_code)
        cache.clear() if 0 else None; c4=Client(); c4.post(L,{"login":cast.owner.email,"password":"new-horse-77-zz"}); r=c4.post("/account/2fa/authenticate/",{"code":code(key)}); print("replay",r.status_code,c4.get("/").status_code)
    e=Client(enforce_csrf_checks=True); print("csrf",e.post(L,{"login":"a"}).status_code)
    e=Client(enforce_csrf_checks=True); e.force_login(cast.policy); print("csrf2",e.post("/organization/",{"organization":1}).status_code, e.post("/members/departments/",{"name":"x"}).status_code)
def test_xss(cast, settings):
    cast.city.name="市"+X; cast.city.save(); cast.water.name="課"+X; cast.water.save(); cast.company.name="社"+X; cast.company.save()
    for u in (cast.owner,cast.contractor,cast.administrator): u.name="人"+X[:80]; u.save()
    w=promised.begun(cast,"業"+X)
    eng.describe(w,{**PROFILE,"title":"業"+X,"client":cast.city.name,"department":cast.water.name,"contractor":cast.company.name,"contract_kind":"k"+X},department=cast.water,contractor=cast.company,by=cast.owner,at=NOW)
    eng.decide(w,Decision("publication",Verdict.DECLINE,None,"理"+X,"者"+X),by=cast.owner,at=NOW)
    eng.adopt_the_rest(w,by=cast.owner,at=NOW)
    v=publish(w,reason="理"+X,by=cast.owner,at=NOW)
    ins=insv.open_inspection(v,InspectionKind.PERIODIC,promised.DUE,by=cast.owner,at=NOW)
    insv.take_answers(ins,[GivenAnswer(c.id,Answer.NO,"コ"+X,("証"+X,)) for c in checks_of(ins)],by=cast.contractor,at=NOW)
    k=cast.client(cast.contractor); o=cast.client(cast.owner); a=cast.client(cast.administrator)
    ck=checks_of(ins)[0].id
    r=k.post(f"/inspections/{ins.pk}/checks/{ck}/evidence/",{"upload":SimpleUploadedFile('"><script>alert(1).txt',b"hello")}); print("ev",r.status_code)
    insv.submit(ins,by=cast.contractor,at=NOW); insv.send_back(ins,"戻"+X,by=cast.owner,at=NOW)
    acc.make_api_token(cast.owner,cast.city,"札"+X[:60],at=NOW); acc.add_department(cast.city,"新"+X,by=None,at=NOW)
    eng.record_holder(w,None,{"name":"保"+X,"place":"home","travels_by":"courier","part":"部"+X,"declared":False},by=cast.owner,at=NOW)
    def crawl(client,name,start="/"):
        todo=[start,"/members/","/audit/","/account/tokens/","/organization/","/catalogue/overlay/","/?q="+X,"/catalogue/?q="+X,"/audit/?subject="+X,"/audit/?actor="+X[:30],"/?sort="+X+"&size="+X,"/account/login/?next="+X]
        done=set()
        while todo and len(done)<120:
            p=todo.pop(0)
            if p in done: continue
            done.add(p); r=client.get(p)
            if r.streaming or "html" not in r.get("Content-Type",""):
                cd=r.get("Content-Disposition","")
                if "script" in cd: print("  CD",p,cd)
                continue
            t=r.content.decode()
            if r.status_code>=500: print("BUG",p,r.status_code)
            if "<script>alert" in t or "<img src=x" in t: print("XSS",name,p, t[max(0,t.find('<script>alert')-100):][:150])
            if "49" in t and "業49" in t: print("SSTI",p)
            for m in re.findall(r'href="(/[^"#]*)',t):
                m=m.replace("&amp;","&")
                if not m.startswith(("/static","/account")) and m not in done: todo.append(m)
        print(name,len(done))
    crawl(o,"owner"); crawl(k,"contractor"); crawl(a,"admin")
    t=o.post(f"/engagements/{w.pk}/decisions/copying/",{"verdict":"decline","reason":""},HTTP_HX_REQUEST="true").content.decode(); print("hx XSS" if "<script>alert" in t else "hx ok")
